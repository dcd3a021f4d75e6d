<?php

declare(strict_types=1);

// None.

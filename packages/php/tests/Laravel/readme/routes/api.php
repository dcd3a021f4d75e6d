<?php

// None.

import { benchDocs } from '/tmp/wt/site/scripts/bench/docs/docs.ts';
import { report } from '/tmp/wt/site/scripts/bench/report.ts';
(await benchDocs()).forEach(report);

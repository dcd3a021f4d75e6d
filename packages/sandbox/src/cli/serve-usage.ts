/** What `kgiton-sandbox --help` tells. */
export const SERVE_USAGE = `Usage: kgiton-sandbox [options]
       kgiton-sandbox trigger payment.success --to URL [options]
       kgiton-sandbox check-webhook URL [options]

A server that behaves like KGiTON Partner Payment, on 127.0.0.1: it remembers, counts tokens, expires, and sends signed
webhooks. Each option has a variable in the environment, which counts where the option is not given.

  --port N                  the port; 0 takes a free one      4020               KGITON_SANDBOX_PORT
  --host HOST               where to listen; on 0.0.0.0       127.0.0.1          KGITON_SANDBOX_HOST
                            others can use it too
  --allow-private-webhooks  with such a host: webhooks to     no                 KGITON_SANDBOX_ALLOW_PRIVATE_WEBHOOKS
                            private networks too
  --allow-origin ORIGIN     one more site whose pages may     none               KGITON_SANDBOX_ALLOW_ORIGIN
                            call, as https://docs.example,                       (several: with commas)
                            or null: pages from files, and
                            sandboxed frames of any site;
                            may be repeated
  --public-url URL          what payment_url and              where the request  KGITON_SANDBOX_PUBLIC_URL
                            qr_image_url begin with           was sent to
  --webhook-secret TEXT     what webhooks are signed with     whsec_test_kgiton  KGITON_SANDBOX_WEBHOOK_SECRET
  --latency MS[..MS]        how long an answer takes,         0                  KGITON_SANDBOX_LATENCY
                            or from what to what
  --seed TEXT               the same ids and times in         random             KGITON_SANDBOX_SEED
                            every run
  --license KEY=TOKENS      one more license key, or other    none               KGITON_SANDBOX_LICENSE
                            tokens for one; may be repeated                      (several: with commas)
  --log-level LEVEL         silent, warn or info              info               KGITON_SANDBOX_LOG_LEVEL
  --json                    banner and log as JSON, a line    no                 KGITON_SANDBOX_JSON
                            each
  --version
  --help

Each command has a --help of its own.`;

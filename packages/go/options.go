package kgiton

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"
)

// Option is an option of [New].
type Option interface {
	applyToClient(*config)
}

// RequestOption is an option of one call, which takes precedence over that of the client.
type RequestOption interface {
	applyToRequest(*settings)
}

// SharedOption is an option of [New] or of one call.
type SharedOption interface {
	Option
	RequestOption
}

type config struct {
	settings       settings
	baseURL        string
	webhookSecrets []string
	httpClient     *http.Client
	logger         Logger
	clock          Clock
}

type clientOption func(*config)

func (o clientOption) applyToClient(c *config) { o(c) }

type sharedOption func(*settings)

func (o sharedOption) applyToClient(c *config)    { o(&c.settings) }
func (o sharedOption) applyToRequest(s *settings) { o(s) }

// settings is what a call may change.
type settings struct {
	timeout    time.Duration
	maxRetries int
	headers    [][2]string
}

// WithBaseURL sets the base URL of the API. The default is the environment variable KGITON_BASE_URL, otherwise
// [ServerURL].
func WithBaseURL(url string) Option {
	return clientOption(func(c *config) { c.baseURL = url })
}

// WithTimeout sets how long one attempt may take until its whole response has arrived: 30 seconds by default. The context
// limits the whole call, with all retries.
func WithTimeout(timeout time.Duration) SharedOption {
	return sharedOption(func(s *settings) { s.timeout = timeout })
}

// WithMaxRetries sets how often a request is retried after a temporary failure: 0 to 100, by default 2.
func WithMaxRetries(retries int) SharedOption {
	return sharedOption(func(s *settings) { s.maxRetries = retries })
}

// WithHeader adds a header to requests. It cannot replace the API key.
func WithHeader(name, value string) SharedOption {
	return sharedOption(func(s *settings) {
		// A copy: calls of the same client must not write into the same array.
		s.headers = append(s.headers[:len(s.headers):len(s.headers)], [2]string{name, value})
	})
}

// WithWebhookSecret sets your webhook secret, or several during a rotation. The default is the environment variable
// KGITON_WEBHOOK_SECRET.
func WithWebhookSecret(secrets ...string) Option {
	own := append([]string(nil), secrets...)
	return clientOption(func(c *config) { c.webhookSecrets = own })
}

// WithHTTPClient sets what sends the requests, for a proxy or a certificate authority of your own, for example. Redirects
// are never followed. The default has the transport [http.DefaultTransport].
func WithHTTPClient(client *http.Client) Option {
	return clientOption(func(c *config) { c.httpClient = client })
}

// WithLogger sets what gets a line for each attempt (debug) and for each retry (warning), none of them with a secret. A
// [*slog.Logger] is one. Nothing is logged by default.
//
// [*slog.Logger]: https://pkg.go.dev/log/slog#Logger
func WithLogger(logger Logger) Option {
	return clientOption(func(c *config) { c.logger = logger })
}

// WithClock sets the time and randomness that retries and waits use, for tests.
func WithClock(clock Clock) Option {
	return clientOption(func(c *config) { c.clock = clock })
}

// Logger writes log lines. The arguments are keys and values in turn.
type Logger interface {
	DebugContext(ctx context.Context, message string, args ...any)
	WarnContext(ctx context.Context, message string, args ...any)
}

func (s settings) check() error {
	if err := checkDuration("timeout", s.timeout); err != nil {
		return err
	}
	if s.maxRetries < 0 || s.maxRetries > highestMaxRetries {
		return invalidArgument("expected retries from 0 to %d, got %d", highestMaxRetries, s.maxRetries)
	}
	for _, header := range s.headers {
		// The value may be a key of somebody else.
		if !headerName.MatchString(header[0]) || strings.ContainsAny(header[1], "\x00\r\n") {
			return invalidArgument("expected headers that HTTP allows")
		}
	}
	return nil
}

func checkDuration(name string, value time.Duration) error {
	if value < time.Millisecond || value > longestTimeout*time.Millisecond {
		return invalidArgument("expected a %s from 1ms to %s, got %s", name, longestTimeout*time.Millisecond, value)
	}
	return nil
}

var (
	headerName = regexp.MustCompile("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$")
	visible    = regexp.MustCompile(`^[\x21-\x7e]+$`)
	baseURL    = regexp.MustCompile(`(?i)^https?://[^\s/?#@]+(/[^\s?#@]*)?$`)
	noSegment  = regexp.MustCompile(`^\.{0,2}$`)
)

func checkAPIKey(apiKey string) error {
	if !visible.MatchString(apiKey) {
		return invalidArgument("expected the API key as KGiTON issued it (kgiton_...), without white space")
	}
	return nil
}

// checkedBaseURL returns the base URL without a slash at its end.
func checkedBaseURL(given string) (string, error) {
	if _, err := url.Parse(given); err != nil || !baseURL.MatchString(given) {
		return "", invalidArgument("expected an http or https base URL without user, query and fragment")
	}
	return strings.TrimSuffix(given, "/"), nil
}

// pathSegment returns the transaction id as a segment of a path.
func pathSegment(transactionID string) (string, error) {
	// URLs drop the segments . and .., however they are encoded: the request would reach another path.
	if noSegment.MatchString(transactionID) || !utf8.ValidString(transactionID) {
		return "", invalidArgument(`expected the transaction id of a payment, not empty, "." or "..", got %q`, transactionID)
	}
	return url.PathEscape(transactionID), nil
}

func environmentVariable(name string) string {
	return strings.TrimSpace(os.Getenv(name))
}

func firstOf(values ...string) string {
	for _, value := range values {
		if value != "" {
			return value
		}
	}
	return ""
}

func invalidArgument(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{ErrInvalidArgument}, args...)...)
}

package kgiton

import (
	"fmt"
	"net/http"
	"regexp"
	"runtime"
	"time"
)

// Client is KGiTON, for a partner's server: create one and share it. It is safe for concurrent use.
type Client struct {
	// PartnerPayment creates QRIS codes and checkout pages, and asks whether they have been paid.
	PartnerPayment *PartnerPayment

	// Webhooks verifies webhooks with your webhook secret.
	Webhooks *Webhooks
}

// New creates a client. If the API key is empty, New reads it from the environment variable KGITON_API_KEY. An invalid
// option returns an [ErrInvalidArgument], whose message says what to do.
func New(apiKey string, options ...Option) (*Client, error) {
	c := config{settings: settings{
		timeout:    defaultTimeout * time.Millisecond,
		maxRetries: defaultMaxRetries,
	}}
	for _, option := range options {
		option.applyToClient(&c)
	}
	apiKey = firstOf(apiKey, environmentVariable("KGITON_API_KEY"))
	if apiKey == "" {
		return nil, invalidArgument("expected an API key: pass it, or set KGITON_API_KEY")
	}
	if err := checkAPIKey(apiKey); err != nil {
		return nil, err
	}
	baseURL, err := checkedBaseURL(firstOf(c.baseURL, environmentVariable("KGITON_BASE_URL"), ServerURL))
	if err != nil {
		return nil, err
	}
	if err := c.settings.check(); err != nil {
		return nil, err
	}
	webhooks := NewWebhooks(c.webhookSecrets...)
	own := &caller{
		baseURL:    baseURL,
		apiKey:     apiKey,
		settings:   c.settings,
		httpClient: withoutRedirects(c.httpClient),
		clock:      c.clock,
		logger:     c.logger,
		redactor:   redactor(apiKey, webhooks.secrets()...),
	}
	if own.clock == nil {
		own.clock = systemClock{}
	}
	// Behind a function, because package fmt prints the fields of structs, unexported ones too.
	return &Client{PartnerPayment: &PartnerPayment{func() *caller { return own }}, Webhooks: webhooks}, nil
}

// caller is what all calls of a client share.
type caller struct {
	baseURL    string
	apiKey     string
	settings   settings
	httpClient *http.Client
	clock      Clock
	logger     Logger
	redactor   redact
}

// hiding returns the same caller, which also hides this secret.
func (c *caller) hiding(secret string) *caller {
	other := *c
	other.redactor = c.redactor.and(secret)
	return &other
}

// withoutRedirects returns the same client, which does not follow redirects: it would send the API key to their target.
func withoutRedirects(given *http.Client) *http.Client {
	var own http.Client
	if given != nil {
		own = *given
	}
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &own
}

var notInUserAgent = regexp.MustCompile(`[^\w.+-]+`)

var userAgent = fmt.Sprintf("kgiton-go/%s %s", PackageVersion, notInUserAgent.ReplaceAllString(runtime.Version(), "-"))

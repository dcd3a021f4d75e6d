// Package sandbox is the client of the sandbox's control API: what tests and people can do to a sandbox, and see of it. In
// tests, package kgitontest is shorter.
package sandbox

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/kgiton/kgiton-go/v2"
)

// Client is an account of a sandbox.
type Client struct {
	// The URL of the sandbox, such as http://localhost:4020.
	URL string

	// The API key of the account. Without one, the requests concern all accounts.
	APIKey string

	// Sends the requests, by default [http.DefaultClient].
	HTTPClient *http.Client
}

// Error is the error of a request that the sandbox refuses.
type Error struct {
	// The HTTP status.
	StatusCode int

	// Why, for programs; empty if the response was not the sandbox's.
	Code string

	// Why, for people.
	Message string
}

// Error returns what the sandbox said.
func (e *Error) Error() string {
	return fmt.Sprintf("sandbox: status %d, %s", e.StatusCode, e.Message)
}

// Ptr returns a pointer to a value, for fields whose zero value means something.
func Ptr[T any](value T) *T { return &value }

func (c *Client) do(ctx context.Context, method, path string, query url.Values, body, result any) error {
	target := c.URL + path
	if len(query) > 0 {
		target += "?" + query.Encode()
	}
	var content io.Reader
	if body != nil {
		data, err := json.Marshal(body)
		if err != nil {
			return fmt.Errorf("sandbox: %w", err)
		}
		content = bytes.NewReader(data)
	}
	request, err := http.NewRequestWithContext(ctx, method, target, content)
	if err != nil {
		return fmt.Errorf("sandbox: %w", err)
	}
	request.Header.Set("Content-Type", "application/json")
	if c.APIKey != "" {
		request.Header.Set(kgiton.APIKeyHeader, c.APIKey)
	}
	client := c.HTTPClient
	if client == nil {
		client = http.DefaultClient
	}
	response, err := client.Do(request)
	if err != nil {
		return fmt.Errorf("sandbox: %w", err)
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		return fmt.Errorf("sandbox: %w", err)
	}
	if response.StatusCode >= 300 {
		failed := Error{StatusCode: response.StatusCode, Message: "no JSON"}
		_ = json.Unmarshal(data, &failed)
		return &failed
	}
	if result == nil {
		return nil
	}
	if err := json.Unmarshal(data, result); err != nil {
		return fmt.Errorf("sandbox: %s %s: %w", method, path, err)
	}
	return nil
}

func setQuery[T comparable](values url.Values, name string, value T) {
	var zero T
	if value != zero {
		values.Set(name, fmt.Sprint(value))
	}
}

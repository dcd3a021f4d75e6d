package kgiton

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/url"
	"strings"
)

// failure is why there was no response.
type failure struct {
	reason string

	// Whether the time was up.
	isTimeout bool

	// Whether the request cannot have reached a server.
	isUnsent bool

	// Whether a retry is pointless until somebody fixes the certificate, the protocol or the host name.
	isPermanent bool
}

func failureOf(err error) failure {
	reason := strings.Join(strings.Fields(err.Error()), " ")
	var (
		netError  net.Error
		opError   *net.OpError
		dnsError  *net.DNSError
		unknown   x509.UnknownAuthorityError
		host      x509.HostnameError
		invalid   x509.CertificateInvalidError
		noRoots   x509.SystemRootsError
		notTLS    tls.RecordHeaderError
		isDialing = errors.As(err, &opError) && (opError.Op == "dial" || opError.Op == "proxyconnect")
	)
	switch {
	case errors.As(err, &unknown):
		return failure{reason + "; add its authority to those of the system, or name it in SSL_CERT_FILE", false, true, true}
	case errors.As(err, &host), errors.As(err, &invalid), errors.As(err, &noRoots):
		return failure{reason, false, true, true}
	case errors.As(err, &notTLS), strings.Contains(reason, "server gave HTTP response to HTTPS client"):
		return failure{reason + "; is the base URL http, not https?", false, true, true}
	case errors.As(err, &dnsError):
		return failure{reason, false, true, dnsError.IsNotFound}
	case isDialing:
		return failure{reason, false, true, false}
	}
	isTimeout := errors.Is(err, context.DeadlineExceeded) || (errors.As(err, &netError) && netError.Timeout())
	return failure{reason, isTimeout, false, false}
}

// withoutURL returns what went wrong, without the method and the URL that net/http puts before it.
func withoutURL(err error) error {
	var wrapping *url.Error
	if errors.As(err, &wrapping) {
		return wrapping.Err
	}
	return err
}

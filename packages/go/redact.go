package kgiton

import (
	"fmt"
	"regexp"
	"sort"
	"strings"
)

const redacted = "[redacted]"

// licenseKeys are license keys as KGiTON issues them, in upper or lower case.
var licenseKeys = regexp.MustCompile(`(?i)\b[A-Z0-9]{5}(-[A-Z0-9]{5}){4}\b`)

// redact removes secrets from text. A function, because package fmt prints the fields of structs, unexported ones too.
type redact func(text string) string

// redactor removes license keys and these secrets. What is too short to be a secret stays.
func redactor(secret string, more ...string) redact {
	secrets := append([]string{secret}, more...)
	// The longest first, so that a secret within another one leaves no rest of it.
	sort.Slice(secrets, func(i, j int) bool { return len(secrets[i]) > len(secrets[j]) })
	var pairs []string
	for _, each := range secrets {
		if len(each) > 5 {
			pairs = append(pairs, each, redacted)
		}
	}
	replacer := strings.NewReplacer(pairs...)
	return func(text string) string {
		return licenseKeys.ReplaceAllString(replacer.Replace(text), redacted)
	}
}

func (r redact) and(secret string) redact {
	other := redactor(secret)
	return func(text string) string { return other(r(text)) }
}

// controlCharacters end a line or control a terminal. A server or a proxy may send them.
var controlCharacters = regexp.MustCompile(`[\p{Cc}\p{Zl}\p{Zp}]`)

// line is the text on one line, without secrets.
func (r redact) line(text string) string {
	return controlCharacters.ReplaceAllString(r(text), " ")
}

func redactedIfSet(text string) string {
	if text == "" {
		return ""
	}
	return redacted
}

// formatOf is the format that a Formatter was called for.
func formatOf(state fmt.State, verb rune) string {
	format := "%"
	for _, flag := range "+-# 0" {
		if state.Flag(int(flag)) {
			format += string(flag)
		}
	}
	return format + string(verb)
}

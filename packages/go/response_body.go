package kgiton

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/kgiton/kgiton-go/v2/internal/jsonobject"
)

// shown is how much of another body a message shows, in characters.
const shown = 100

// content is the JSON object of a response.
type content struct {
	object  *jsonobject.Object
	code    string
	message string
	errors  []FieldError
}

// readBody reads the JSON object of a response. It is not ok without success for a 2xx status, or a code for an error.
func readBody(r response) (content, bool) {
	c := content{object: jsonobject.Parse(withoutByteOrderMark(r.body))}
	if r.isSuccess() {
		return c, c.object.IsTrue("success")
	}
	var ok bool
	if c.code, ok = c.object.Text("code"); !ok {
		return content{}, false
	}
	if c.message, ok = c.object.Text("message"); !ok {
		c.message = c.code
	}
	for _, each := range c.object.Items("errors") {
		var field FieldError
		if json.Unmarshal(each, &field) == nil {
			c.errors = append(c.errors, FieldError{Path: field.Path, Message: field.Message})
		}
	}
	return c, true
}

func withoutByteOrderMark(data []byte) []byte {
	return bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
}

func describeBody(r response, redact redact) string {
	if location := r.header.Get("Location"); location != "" {
		return "a redirect to " + location
	}
	if len(r.body) == 0 {
		return "an empty body"
	}
	// Redacted before it is cut: half a key would not be recognized.
	start := r.body
	if len(start) > 4096 {
		start = start[:4096]
	}
	text := []rune(strings.ToValidUTF8(redact(string(start)), string(utf8.RuneError)))
	if len(text) > shown {
		text = text[:shown]
	}
	quoted, err := jsonobject.Marshal(string(text))
	if err != nil {
		return fmt.Sprintf("%q", string(text))
	}
	return string(quoted)
}

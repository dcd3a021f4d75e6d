// Package jsonobject reads JSON objects strictly, and writes JSON as other languages do.
package jsonobject

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// largestInteger is the largest integer that every JSON parser reads exactly.
const largestInteger = 1 << 53

// PropertyError says which property is missing or has another type.
type PropertyError struct {
	Name string
}

func (e *PropertyError) Error() string { return "a missing or wrong " + e.Name }

// Object is a JSON object of which properties are read. Unlike encoding/json, it tells names in another case apart. The
// first property that is missing or has another type is the error.
type Object struct {
	raw        json.RawMessage
	properties map[string]json.RawMessage
	err        error
}

// Parse reads an object. What is no object has no properties.
func Parse(data []byte) *Object {
	o := &Object{raw: append(json.RawMessage(nil), data...)}
	if err := json.Unmarshal(data, &o.properties); err != nil {
		o.err = fmt.Errorf("expected a JSON object: %w", err)
	}
	return o
}

// IsTrue reports whether a property is true.
func (o *Object) IsTrue(name string) bool { return string(o.properties[name]) == "true" }

// Text returns a string. It is not ok if the property is none.
func (o *Object) Text(name string) (text string, ok bool) {
	if data := o.properties[name]; len(data) == 0 || data[0] != '"' {
		return "", false
	}
	return o.String(name), true
}

// Items returns the items of a list; nil if the property is none.
func (o *Object) Items(name string) (items []json.RawMessage) {
	_ = json.Unmarshal(o.properties[name], &items)
	return items
}

// Err returns the first error.
func (o *Object) Err() error { return o.err }

// Raw returns the object as received.
func (o *Object) Raw() json.RawMessage { return o.raw }

// String reads a string.
func (o *Object) String(name string) string {
	data := o.properties[name]
	if len(data) < 2 || data[0] != '"' {
		o.wrong(name)
		return ""
	}
	// Most texts stand there as they are.
	if text := data[1 : len(data)-1]; bytes.IndexByte(text, '\\') < 0 && utf8.Valid(text) {
		return string(text)
	}
	return Value[string](o, name)
}

// Bool reads true or false.
func (o *Object) Bool(name string) bool { return Value[bool](o, name) }

// Float reads a number.
func (o *Object) Float(name string) float64 { return Value[float64](o, name) }

// Map reads an object of any kind.
func (o *Object) Map(name string) json.RawMessage {
	if data := o.properties[name]; len(data) > 0 && data[0] == '{' {
		return data
	}
	o.wrong(name)
	return nil
}

// Time reads a time of RFC 3339.
func (o *Object) Time(name string) time.Time {
	value, err := time.Parse(time.RFC3339, strings.ToUpper(o.String(name)))
	if err != nil {
		o.wrong(name)
	}
	return value
}

// Int reads an integer. 50000.0 is one in JSON.
func Int[T int | int64](o *Object, name string) T {
	text := string(o.properties[name])
	if value, err := strconv.ParseInt(text, 10, 64); err == nil && int64(T(value)) == value {
		return T(value)
	}
	// ParseFloat takes more than JSON has, but what is read here is JSON.
	value, err := strconv.ParseFloat(text, 64)
	if err != nil || value > largestInteger || value < -largestInteger || float64(T(value)) != value {
		o.wrong(name)
	}
	return T(value)
}

// Exactly reads the only value that a property may have.
func Exactly[T ~string](o *Object, name string, expected T) T {
	if value := T(o.String(name)); value != expected {
		o.wrong(name)
	}
	return expected
}

// Value reads an object, a list or a literal.
func Value[T any](o *Object, name string) (value T) {
	data := o.properties[name]
	if len(data) == 0 || data[0] == 'n' || unmarshal(data, &value) != nil {
		o.wrong(name)
	}
	return value
}

func unmarshal(data json.RawMessage, value any) error {
	if own, ok := value.(json.Unmarshaler); ok {
		// json.Unmarshal would look again whether it is JSON.
		return own.UnmarshalJSON(data)
	}
	return json.Unmarshal(data, value)
}

// ValueOrNull reads a property that may be null. Null is the zero value.
func ValueOrNull[T any](o *Object, name string, read func(*Object, string) T) (value T) {
	if o.isNull(name) {
		return value
	}
	return read(o, name)
}

// ValueOrAbsent reads a property that may be null or missing. Both are the zero value.
func ValueOrAbsent[T any](o *Object, name string, read func(*Object, string) T) (value T) {
	if _, exists := o.properties[name]; !exists {
		return value
	}
	return ValueOrNull(o, name, read)
}

// PointerOrNull reads a property that may be null.
func PointerOrNull[T any](o *Object, name string, read func(*Object, string) T) *T {
	if o.isNull(name) {
		return nil
	}
	value := read(o, name)
	return &value
}

// PointerOrAbsent reads a property that may be null or missing.
func PointerOrAbsent[T any](o *Object, name string, read func(*Object, string) T) *T {
	if _, exists := o.properties[name]; !exists {
		return nil
	}
	return PointerOrNull(o, name, read)
}

func (o *Object) isNull(name string) bool { return string(o.properties[name]) == "null" }

func (o *Object) wrong(name string) {
	if o.err == nil {
		o.err = &PropertyError{name}
	}
}

// Marshal writes the JSON that every language sends for the same text: encoding/json escapes more, and not in every
// version of Go the same.
func Marshal(value any) ([]byte, error) {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	return unescape(bytes.TrimSuffix(buffer.Bytes(), []byte("\n"))), nil
}

// unescaped has what stands for an escape of encoding/json elsewhere.
var unescaped = map[string]string{`\u2028`: "\u2028", `\u2029`: "\u2029", `\u0008`: `\b`, `\u000c`: `\f`}

func unescape(text []byte) []byte {
	if !bytes.Contains(text, []byte(`\u`)) {
		return text
	}
	result := make([]byte, 0, len(text))
	for i := 0; i < len(text); {
		length := 1
		if text[i] == '\\' {
			length = 2
			if text[i+1] == 'u' {
				length = 6
			}
		}
		escape := text[i : i+length]
		if other, exists := unescaped[string(escape)]; exists {
			escape = []byte(other)
		}
		result = append(result, escape...)
		i += length
	}
	return result
}

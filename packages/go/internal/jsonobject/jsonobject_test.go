package jsonobject_test

import (
	"encoding/json"
	"testing"

	"github.com/kgiton/kgiton-go/v2/internal/jsonobject"
)

func TestTextsAreWrittenAsOtherLanguagesWriteThem(t *testing.T) {
	for given, want := range map[string]string{
		"</b> & “kilat” 😀": `"</b> & “kilat” 😀"`,
		"\u2028\u2029":     "\"\u2028\u2029\"",
		"\b\f\n\r\t\x01":   `"\b\f\n\r\t\u0001"`,
		`\u2028 \\u0008 \`: `"\\u2028 \\\\u0008 \\"`,
		`"`:                `"\""`,
	} {
		got, err := jsonobject.Marshal(given)
		if err != nil || string(got) != want {
			t.Errorf("expected %s, got %s, %v", want, got, err)
		}
	}
}

func FuzzWhatIsWrittenIsReadAsItWas(f *testing.F) {
	f.Add(`\u2028`)
	f.Add("\u2028\\\b\f\"")
	f.Fuzz(func(t *testing.T, text string) {
		data, err := jsonobject.Marshal([]string{text})
		if err != nil {
			t.Fatal(err)
		}
		var own, plain []string
		other, _ := json.Marshal([]string{text})
		if json.Unmarshal(data, &own) != nil || json.Unmarshal(other, &plain) != nil || own[0] != plain[0] {
			t.Errorf("expected %q, got %q from %s", plain, own, data)
		}
	})
}

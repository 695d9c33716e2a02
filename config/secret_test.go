package config

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"reflect"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

const testKey = "wss://user:hunter2@node.example/v3/0123456789abcdef?token=fedcba9876543210"

func TestSecretsAreNeverPrinted(t *testing.T) {
	type box struct{ URL Secret }
	var all strings.Builder
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%T %v", "%10s", "%-5v"} {
		fmt.Fprintf(&all, verb+"\n", Secret(testKey), Secret(testKey))
		fmt.Fprintf(&all, verb+"\n", box{testKey}, box{testKey})
		fmt.Fprintf(&all, verb+"\n", &box{testKey}, &box{testKey})
		fmt.Fprintf(&all, verb+"\n", []Secret{testKey}, []Secret{testKey})
	}
	asJSON, err := json.Marshal(box{testKey})
	if err != nil {
		t.Fatal(err)
	}
	asYAML, err := yaml.Marshal(box{testKey})
	if err != nil {
		t.Fatal(err)
	}
	all.Write(asJSON)
	all.Write(asYAML)
	for _, handler := range []slog.Handler{slog.NewJSONHandler(&all, nil), slog.NewTextHandler(&all, nil)} {
		slog.New(handler).Info("dialing", "url", Secret(testKey), "endpoint", Endpoint{Name: "own", URL: testKey})
	}
	hexKey := fmt.Sprintf("%x", testKey)
	for _, leak := range []string{"hunter2", "0123456789abcdef", "fedcba9876543210", "node.example", hexKey[:20], strings.ToUpper(hexKey[:20])} {
		if strings.Contains(all.String(), leak) {
			t.Errorf("%q leaked into:\n%s", leak, all.String())
		}
	}
	if string(asJSON) != `{"URL":"***"}` {
		t.Errorf("as JSON: %s", asJSON)
	}
}

func TestSecretGivesItselfOutOnlyByReveal(t *testing.T) {
	if got := Secret(testKey).Reveal(); got != testKey {
		t.Errorf("got %q", got)
	}
	for plain, want := range map[Secret]string{"": "", "sqlite:brink.db": "sqlite:brink.db", "postgres://brink@db/brink": "***"} {
		if got := plain.String(); got != want {
			t.Errorf("String() is %q, want %q", got, want)
		}
	}
}

func TestRedactCleansOthersMessages(t *testing.T) {
	c := Default()
	c.Chains = []Chain{{Endpoints: []Endpoint{{URL: testKey}, {URL: "ws://127.0.0.1:8546"}}}}
	for message, want := range map[string]string{
		`Post "` + testKey + `": connection refused`:             `Post "***": connection refused`,
		"429 from /v3/0123456789abcdef: slow down":               "429 from ***: slow down",
		"GET /v3/0123456789abcdef?token=fedcba9876543210 failed": "GET *** failed",
		"query token=fedcba9876543210":                           "query ***",
		"the key 0123456789abcdef is used too often":             "the key *** is used too often",
		"wrong token fedcba9876543210 of user":                   "wrong token *** of user",
		"dial ws://127.0.0.1:8546: connection refused":           "dial ***: connection refused",
		"opening sqlite:brink.db: disk full":                     "opening sqlite:brink.db: disk full",
		"plain / text":                                           "plain / text",
	} {
		if got := c.Redact(message); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// Every key that the reference calls secret is known to Redact, however deep it
// stands, and also in pieces.
func TestRedactKnowsEverySecretKey(t *testing.T) {
	c := Default()
	keys := 0
	var fill func(v reflect.Value)
	fill = func(v reflect.Value) {
		switch {
		case v.Type() == secretType:
			keys++
			v.SetString(fmt.Sprintf("nats://user:mark%d-password@host/v3/mark%d-path?key=mark%d-value,nats://:mark%d-second@host", keys, keys, keys, keys))
		case isScalar(v.Type()):
		case v.Kind() == reflect.Slice:
			v.Set(reflect.MakeSlice(v.Type(), 1, 1))
			fill(v.Index(0))
		case v.Kind() == reflect.Struct:
			for _, field := range yamlFields(v.Type()) {
				fill(v.FieldByIndex(field.Index))
			}
		}
	}
	fill(reflectStruct(c))
	reference, err := os.ReadFile("../docs/config.md")
	if err != nil {
		t.Fatal(err)
	}
	if want := bytes.Count(reference, []byte("` | secret |")); keys != want || keys < 8 {
		t.Fatalf("%d keys hold secrets, the reference names %d", keys, want)
	}
	for i := 1; i <= keys; i++ {
		for _, piece := range []string{"password", "path", "value", "second"} {
			if got := c.Redact(fmt.Sprintf("refused: mark%d-%s", i, piece)); got != "refused: ***" {
				t.Errorf("secret %d: %s", i, got)
			}
		}
	}
}

func TestShownConfigurationHoldsNoSecret(t *testing.T) {
	t.Setenv("BRINK_TEST_STORE", "postgres://brink:hunter2@db.example/brink")
	t.Setenv("BRINK_TEST_TOKEN", "sesame-0123456789")
	t.Setenv("BRINK_TEST_KEY", "0123456789abcdef")
	c, err := Load("testdata/good.yaml", Options{Protocols: testProtocols()})
	if err != nil {
		t.Fatal(err)
	}
	for _, origins := range []bool{false, true} {
		out, err := c.YAML(origins)
		if err != nil {
			t.Fatal(err)
		}
		for _, leak := range []string{"hunter2", "sesame", "0123456789abcdef", "127.0.0.1:8545"} {
			if bytes.Contains(out, []byte(leak)) {
				t.Errorf("%q leaked into:\n%s", leak, out)
			}
		}
	}
	if s := fmt.Sprintf("%+v %#v", *c, *c); strings.Contains(s, "hunter2") || strings.Contains(s, "0123456789abcdef") {
		t.Errorf("a printed Config tells a secret: %s", s)
	}
}

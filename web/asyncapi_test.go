package web_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"brink/feed"
	"brink/web"

	"github.com/coder/websocket"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"
)

// asyncAPI is docs/asyncapi.yaml.
func asyncAPI(t *testing.T) (doc map[string]any, compiler *jsonschema.Compiler) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "docs", "asyncapi.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	if text, err = json.Marshal(doc); err != nil {
		t.Fatal(err)
	}
	resource, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	compiler = jsonschema.NewCompiler()
	if err := compiler.AddResource("asyncapi.json", resource); err != nil {
		t.Fatal(err)
	}
	return doc, compiler
}

// at is what stands in a document under keys.
func at(t *testing.T, doc any, keys ...string) any {
	t.Helper()
	for _, key := range keys {
		var is bool
		if doc, is = doc.(map[string]any)[key]; !is {
			t.Fatalf("there is no %s in %v", key, keys)
		}
	}
	return doc
}

// The document has the types of events that there are, each with its schema,
// and addresses that are answered.
func TestAsyncAPI(t *testing.T) {
	doc, _ := asyncAPI(t)
	s := newSite(t, web.Options{})
	s.listen(at(t, doc, "channels", "stream", "address").(string), "")
	s.get(at(t, doc, "channels", "socket", "address").(string), 426)
	types := slices.Sorted(slices.Values(feed.Types()))
	messages := at(t, doc, "components", "messages").(map[string]any)
	if got := slices.Sorted(maps.Keys(messages)); !slices.Equal(got, types) {
		t.Errorf("the document has messages %v, the feed %v", got, types)
	}
	told := at(t, doc, "channels", "stream", "messages").(map[string]any)
	for _, eventType := range types {
		if got := at(t, told, eventType, "$ref"); got != "#/components/messages/"+eventType {
			t.Errorf("the stream has %v for %s", got, eventType)
		}
		schema := at(t, messages, eventType, "payload", "schema", "$ref").(string)
		if schema != "schemas/"+eventType+".json" {
			t.Errorf("%s has the schema %s", eventType, schema)
		}
	}
}

// What is said over a socket is what the document promises.
func TestSocketKeepsItsDocument(t *testing.T) {
	_, compiler := asyncAPI(t)
	s := newSite(t, web.Options{})
	for range 10 {
		s.say(5, feed.PositionBand)
	}
	if err := s.store.Trim(t.Context(), 20); err != nil {
		t.Fatal(err)
	}
	k := s.talk()
	holds := func(message, text string) error {
		schema, err := compiler.Compile("asyncapi.json#/channels/socket/messages/" + message + "/payload")
		if err != nil {
			t.Fatal(err)
		}
		said, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		return schema.Validate(said)
	}
	hear := func(message string) {
		t.Helper()
		_, text, err := k.conn.Read(k.ctx)
		if err != nil {
			t.Fatal(err)
		}
		if err := holds(message, string(text)); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
	ask := func(message, params string) {
		t.Helper()
		text := fmt.Sprintf(`{"jsonrpc":"2.0","id":1,"method":"brink_%s","params":%s}`, message, params)
		if err := holds(message, text); err != nil {
			t.Errorf("%s: %v", text, err)
		}
		if err := k.conn.Write(k.ctx, websocket.MessageText, []byte(text)); err != nil {
			t.Fatal(err)
		}
		hear("answer")
	}
	ask("subscribe", `["events",{"chain":"local","type":["position.band_changed.v1"],"after":"v1.49"}]`)
	hear("notification") // where it begins
	hear("notification") // the last event
	ask("subscribe", `["events",{"after":"v1.3"}]`)
	ask("unsubscribe", `["0x1"]`)
	for message, text := range map[string]string{
		"subscribe": `{"jsonrpc":"2.0","id":1,"method":"brink_subscribe","params":["events",{"account":"x"}]}`,
		"answer":    `{"jsonrpc":"2.0"}`, "notification": `{"jsonrpc":"2.0","method":"brink_subscription","params":{"result":{}}}`,
	} {
		if holds(message, text) == nil {
			t.Errorf("%s passes for %s", text, message)
		}
	}
}

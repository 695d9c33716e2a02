package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"

	"brink/feed"

	"github.com/danielgtaylor/huma/v2"
)

// EventSchema is the JSON Schema (draft 2020-12) of events of one type, with
// what they carry as data; nil for a type that isn't known.
func EventSchema(eventType string) ([]byte, error) {
	body := feed.Body(eventType)
	if body == nil {
		return nil, nil
	}
	shapes := huma.NewMapRegistry("#/$defs/", huma.DefaultSchemaNamer)
	envelope := shapes.SchemaFromRef(shapes.Schema(reflect.TypeFor[feed.Envelope](), true, "").Ref)
	data := shapes.Schema(reflect.TypeOf(body), true, "")
	describe(shapes)
	envelope.Properties["type"] = &huma.Schema{Type: huma.TypeString, Enum: []any{eventType}}
	envelope.Properties["data"] = data
	defs := map[string]*huma.Schema{}
	for name, shape := range shapes.Map() {
		if shape != envelope {
			defs[name] = shape
		}
	}
	envelope.Extensions = map[string]any{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "urn:brink:event:" + eventType, "$defs": defs,
	}
	text, err := json.MarshalIndent(envelope, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("writing the schema of %s: %w", eventType, err)
	}
	return append(text, '\n'), nil
}

// schema answers GET /v1/schemas/{type}.
func schema(w http.ResponseWriter, r *http.Request) {
	text, err := EventSchema(r.PathValue("type"))
	switch {
	case err != nil:
		problem(w, http.StatusInternalServerError, "the schema can't be written")
	case text == nil:
		problem(w, http.StatusNotFound, "there are no events of this type")
	default:
		w.Header().Set("Content-Type", "application/schema+json")
		// Who doesn't take the answer has gone away.
		_, _ = w.Write(text)
	}
}

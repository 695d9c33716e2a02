package web

import (
	"context"
	"encoding/json"
	"reflect"
	"strings"

	"brink/feed"

	"github.com/danielgtaylor/huma/v2"
)

const ndjson = "application/x-ndjson"

type eventsInput struct {
	After  cursor `query:"after" doc:"next of the page before, or as_of_cursor of the positions; without it, the oldest events kept"`
	Limit  int    `query:"limit" minimum:"1" maximum:"1000" default:"100"`
	Accept string `header:"Accept" doc:"application/x-ndjson for one event a line; the header Link then tells the next page"`
	Wanted
}

// EventPage is a page of the feed.
type EventPage struct {
	Events []feed.Envelope `json:"events"`
	Next   string          `json:"next" doc:"to be passed as after for the next page"`
	Oldest string          `json:"oldest" doc:"the oldest cursor that can be passed as after"`
	More   bool            `json:"more" doc:"whether the log goes on after next. A page that selects little may hold few events or none, and say so"`
}

func (s *Server) eventsOperation() huma.Operation {
	op := operation("events", "/v1/events", "A page of the feed")
	schemas := s.api.OpenAPI().Components.Schemas
	op.Responses = map[string]*huma.Response{
		"200": {Description: "The events after a cursor, in order", Content: map[string]*huma.MediaType{
			"application/json": {Schema: schemas.Schema(reflect.TypeFor[EventPage](), true, "")},
			ndjson:             {Schema: schemas.Schema(reflect.TypeFor[feed.Envelope](), true, "")},
		}},
		"410": {Description: "The cursor has expired", Content: map[string]*huma.MediaType{
			"application/problem+json": {Schema: schemas.Schema(reflect.TypeFor[expired](), true, "")},
		}},
	}
	return op
}

func (s *Server) events(ctx context.Context, in *eventsInput) (*huma.StreamResponse, error) {
	want, err := s.filter(&in.Wanted)
	if err != nil {
		return nil, err
	}
	after := in.After.Cursor
	if !in.After.given {
		kept, err := s.kept(ctx)
		if err != nil {
			return nil, err
		}
		after = kept.Start()
	}
	page, err := s.read(ctx, after, in.Limit, want)
	if err != nil {
		return nil, err
	}
	out := EventPage{Events: make([]feed.Envelope, len(page.Entries)), Next: page.Through.String(),
		Oldest: page.Range.Start().String(), More: page.Through < page.Range.Newest}
	for i := range page.Entries {
		out.Events[i] = page.Entries[i].Envelope()
	}
	if strings.Contains(in.Accept, ndjson) {
		return out.lines(), nil
	}
	return out.whole(), nil
}

// whole writes the page as one object. Who doesn't take it has gone away.
func (p EventPage) whole() *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(ctx huma.Context) {
		ctx.SetHeader("Content-Type", "application/json")
		_ = json.NewEncoder(ctx.BodyWriter()).Encode(p)
	}}
}

// lines writes one event a line.
func (p EventPage) lines() *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(ctx huma.Context) {
		ctx.SetHeader("Content-Type", ndjson)
		next := ctx.URL()
		query := next.Query()
		query.Set("after", p.Next)
		next.RawQuery = query.Encode()
		ctx.SetHeader("Link", "<"+next.RequestURI()+`>; rel="next"`)
		out := json.NewEncoder(ctx.BodyWriter())
		for i := range p.Events {
			if out.Encode(p.Events[i]) != nil {
				return
			}
		}
	}}
}

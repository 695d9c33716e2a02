package web

import (
	"encoding/json"
	"errors"
	"net/http"

	"brink/feed"

	"github.com/danielgtaylor/huma/v2"
)

// problem answers with a problem+json (RFC 9457) outside of the API's handlers.
func problem(w http.ResponseWriter, status int, detail string) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	// Who doesn't take the answer has gone away.
	_ = json.NewEncoder(w).Encode(huma.ErrorModel{Title: http.StatusText(status), Status: status, Detail: detail})
}

// expired is the problem of a cursor that can't be read from.
type expired struct {
	huma.ErrorModel
	// Oldest is the oldest cursor that after may carry.
	Oldest string `json:"oldest_cursor" doc:"The oldest cursor that can be passed as after."`
}

func newExpired(kept feed.Range) *expired {
	return &expired{ErrorModel: huma.ErrorModel{
		Type: "urn:brink:problem:cursor-expired", Title: http.StatusText(http.StatusGone), Status: http.StatusGone,
		Detail: "the cursor has expired: read the positions anew and go on from their as_of_cursor",
	}, Oldest: kept.Start().String()}
}

// failed is the problem of an answer that couldn't be made. What went wrong
// inside is for the log alone.
func (s *Server) failed(action string, err error) error {
	if errors.Is(err, feed.ErrCursor) {
		return wrong("query.cursor", nil, "%v", err)
	}
	s.options.Log.Error("Answering failed", "action", action, "error", err)
	return huma.Error503ServiceUnavailable(action + " failed; the server's log says why")
}

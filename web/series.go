package web

import (
	"context"
	"time"

	"brink/feed"
	"brink/store"
)

// steps are how long each part of a window is.
var steps = map[string]time.Duration{
	"1h": 5 * time.Minute, "4h": 15 * time.Minute, "12h": time.Hour, "24h": time.Hour, "7d": 6 * time.Hour,
}

// StatsSeries is totals of liquidations by parts of a window.
type StatsSeries struct {
	Window string    `json:"window"`
	Step   int       `json:"step_seconds"`
	Bins   []StatBin `json:"bins" doc:"ascending; the last has not ended yet"`
}

// StatBin is the totals of one part.
type StatBin struct {
	Since time.Time `json:"since" doc:"until the next one's"`
	feed.Tally
	Groups []feed.Group `json:"groups"`
}

// statsSeries answers with parts that begin at round times, so that asked again
// they are the same ones.
func (s *Server) statsSeries(ctx context.Context, in *statsInput) (*answer[StatsSeries], error) {
	id, err := s.chainID(in.Chain)
	if err != nil {
		return nil, err
	}
	step := steps[in.Window]
	end := time.Now().UTC().Truncate(step).Add(step)
	out := StatsSeries{Window: in.Window, Step: int(step / time.Second), Bins: []StatBin{}}
	for since := end.Add(-windows[in.Window]); since.Before(end); since = since.Add(step) {
		found, err := s.log.Stats(ctx, store.StatsQuery{Since: since, Until: since.Add(step), ChainID: id, Protocol: in.Protocol,
			Account: in.Account.Address, By: store.By(in.By)})
		if err != nil {
			return nil, s.failed("summing up the liquidations", err)
		}
		out.Bins = append(out.Bins, StatBin{since, found.Tally, list(found.Groups)})
	}
	return &answer[StatsSeries]{out}, nil
}

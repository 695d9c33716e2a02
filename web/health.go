package web

import (
	"context"
	"time"

	"brink/feed"
)

// HealthHistory is how a position's health factor has moved.
type HealthHistory struct {
	ID string `json:"id"`
	// Since is the time of the oldest point; null without any.
	Since  *time.Time    `json:"since" doc:"the time of the oldest point; null without any. Before it nothing is remembered, which says nothing of the position"`
	Points []HealthPoint `json:"points" doc:"ascending. Points long past are further apart"`
	Every  int           `json:"every_seconds" doc:"how often the server looks"`
}

// HealthPoint is a position's health factor as of a block.
type HealthPoint struct {
	Block        BlockTime `json:"block"`
	HealthFactor *string   `json:"health_factor" doc:"null when it was unknown, or without debt"`
	Status       string    `json:"status" enum:"healthy,near,liquidatable,bad_debt,unknown"`
}

// BlockTime is as much of a block as a plot needs.
type BlockTime struct {
	Number    uint64    `json:"number"`
	Timestamp time.Time `json:"timestamp"`
}

// health answers what is remembered of a position, and remembers it from then
// on if it didn't.
func (s *Server) health(ctx context.Context, in *positionInput) (*answer[HealthHistory], error) {
	points, known := s.trails.ask(in.ID, time.Now())
	if !known {
		p, err := s.position(ctx, in)
		if err != nil {
			return nil, err
		}
		s.trails.add(&p.Body, time.Now())
		points, _ = s.trails.ask(in.ID, time.Now())
	}
	out := HealthHistory{ID: in.ID, Points: list(points), Every: int(trailEvery / time.Second)}
	if len(points) > 0 {
		out.Since = &points[0].Block.Timestamp
	}
	return &answer[HealthHistory]{out}, nil
}

// remember looks at the positions whose health factors are worth remembering,
// until ctx ends: those near liquidation, those of named accounts, and those
// that somebody asked for lately. A look that fails is made up for by the next.
func (s *Server) remember(ctx context.Context) {
	ticker := time.NewTicker(trailEvery)
	defer ticker.Stop()
	for {
		s.rememberNow(ctx)
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

func (s *Server) rememberNow(ctx context.Context) {
	queries := []PositionQuery{{Status: atRisk, Sort: ByHealth, Limit: trailsNear}}
	for i, account := range s.options.Named.addresses() {
		if i < trailsNamed {
			queries = append(queries, PositionQuery{Account: account, Sort: ByHealth, Limit: trailsNamed})
		}
	}
	now := time.Now()
	for _, q := range queries {
		if page, err := s.live.Positions(ctx, q); err == nil {
			s.trails.addAll(page.Positions, now)
		}
	}
	for _, id := range s.trails.asked(now) {
		if p, known, err := s.live.Position(ctx, id); err == nil && known {
			s.trails.addAll([]feed.Position{p}, now)
		}
	}
}

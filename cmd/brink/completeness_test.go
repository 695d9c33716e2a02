package main

import (
	"errors"
	"testing"

	"brink/engine"
)

// How much of a deployment is known is never more than it is: not of one that was given up, and not while anything is unread.
func TestFault19Completeness(t *testing.T) {
	for _, c := range []struct {
		look            engine.DeploymentLook
		state, complete string
	}{
		{engine.DeploymentLook{}, "live", "1"},
		{engine.DeploymentLook{Positions: 7}, "live", "1"},
		{engine.DeploymentLook{Positions: 3, Unread: 1}, "reading", "0.6666"},
		{engine.DeploymentLook{Positions: 1_000_000, Unread: 1}, "reading", "0.9999"},
		{engine.DeploymentLook{Positions: 3, Unread: 3}, "reading", "0"},
		{engine.DeploymentLook{Positions: 3, Broken: errors.New("unknown code")}, "degraded: unknown code", "0"},
	} {
		if got := deploymentStatus(&c.look); got.State != c.state || got.Complete != c.complete || got.Positions != c.look.Positions {
			t.Errorf("%+v is %s and complete by %s, want %s and %s", c.look, got.State, got.Complete, c.state, c.complete)
		}
	}
}

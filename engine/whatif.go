package engine

import (
	"brink/feed"
	"brink/position"
	"brink/prices"
	"brink/protocols"
)

// View is the prices at the tip.
func (l *DeploymentLook) View() prices.View { return l.e.view() }

// At is the deployment under other prices or at another time. Positions of which
// nothing may be told now are unknown there too.
func (l *DeploymentLook) At(view prices.View) protocols.Frame {
	return l.e.doubt(l.d, l.d.At(view))
}

// doubt makes a frame of a deployment know no more than may be told.
func (e *Engine) doubt(d *deployment, frame protocols.Frame) protocols.Frame {
	if d.broken == nil && len(d.suspects) == 0 {
		return frame
	}
	return doubtful{frame, e, d}
}

// doubtful is a frame of a deployment that isn't wholly trusted.
type doubtful struct {
	protocols.Frame
	e *Engine
	d *deployment
}

func (f doubtful) Health(id position.ID) (position.Health, error) {
	return f.e.health(f.d, f.Frame, id)
}

func (f doubtful) Worth(id position.ID) (position.Worth, error) {
	if _, err := f.Health(id); err != nil {
		return position.Worth{}, err
	}
	return f.Frame.Worth(id)
}

func (f doubtful) Liquidation(id position.ID) []protocols.Offer {
	if _, err := f.Health(id); err != nil {
		return nil
	}
	return f.Frame.Liquidation(id)
}

// DescribeIn is one position in detail in a frame that At gave, or one that
// supposes changes to it.
func (l *DeploymentLook) DescribeIn(frame protocols.Frame, id position.ID) feed.Position {
	h, err := frame.Health(id)
	return l.e.describe(l.d, frame, id, &h, err)
}

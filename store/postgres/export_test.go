package postgres

// Forget makes the owner believe that its last step wasn't answered.
func (l *Lease) Forget() { l.appended.Add(-1) }

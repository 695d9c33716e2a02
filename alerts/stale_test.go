package alerts

import "testing"

// While a chain is stale nothing is told of what was known before, not even as a reminder that is due, but that nothing is
// seen; what holds still is told when the chain is seen again.
func TestFault19NothingIsToldOfAStaleChain(t *testing.T) {
	story(t, `
		rules again
		rules blind
		block 100
		sight live
		position ann hf=1.19 debt=10
		expect fired warning again ann
		sight stale no new block
		wait 2m
		expect fired critical blind 1
		wait 24h
		expect nothing
		sight live
		expect resolved blind
		block +301
		expect reminded warning again ann`)
}

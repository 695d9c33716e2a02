package alerts

import "testing"

// What people complained of in programs of this kind, a test each; docs/alerts.md
// lists them.

// 69.9, 70.1, 69.9: a value that trembles at a threshold floods nobody.
func TestFlappingAtTheThresholdIsOneAlertAndOneRecovery(t *testing.T) {
	story(t, `
		rules health
		block 100
		position ann hf=1.40 debt=1000
		repeat 500
			block +1
			position ann hf=1.2499 debt=1000
			block +1
			position ann hf=1.2501 debt=1000
		end
		block +1
		position ann hf=1.31 debt=1000
		expect fired warning health ann value=1.2499
		expect resolved health ann value=1.31`)
}

// Even when it swings over both thresholds.
func TestSwingingOverBothThresholdsIsOneAlertAndOneRecovery(t *testing.T) {
	story(t, `
		rules health
		block 100
		repeat 500
			block +1
			position ann hf=1.24 debt=1000
			block +1
			position ann hf=1.31 debt=1000
		end
		expect fired warning health ann value=1.24
		expect resolved health ann value=1.31`)
}

// Eight messages in two hours: a recovery must not make the alert new.
func TestRecoveryDoesNotRearmTheAlert(t *testing.T) {
	story(t, `
		rules health
		block 100
		position ann hf=1.2 debt=1000
		expect fired warning health
		block +10
		position ann hf=1.4 debt=1000
		expect resolved health
		block +10
		position ann hf=1.2 debt=1000
		block +10
		position ann hf=1.4 debt=1000
		expect nothing
		# five per cent worse than what was told is news
		block +10
		position ann hf=1.13 debt=1000
		expect fired warning health value=1.13
		# and so is a worse level
		block +10
		position ann hf=1.09 debt=1000
		expect escalated critical health value=1.09
		block +10
		position ann hf=1.5 debt=1000
		expect resolved health
		block +10
		position ann hf=1.09 debt=1000
		expect nothing`)
}

// What was kept silent is told when the floor is over and it still holds.
func TestTooMuchSilenceLosesNothing(t *testing.T) {
	story(t, `
		rules health
		block 100
		position ann hf=1.2 debt=1000
		block +1
		position ann hf=1.4 debt=1000
		block +1
		position ann hf=1.2 debt=1000
		expect fired warning health
		expect resolved health
		block +1700
		expect nothing
		block +200
		expect reminded warning health ann value=1.2`)
}

// "Checks every 3 h", "every 6 h": a health factor that is bad in one block alone
// is told in that block.
func TestCheckedInEveryBlockNotEveryThreeHours(t *testing.T) {
	story(t, `
		rules once
		block 100
		position ann hf=1.5 debt=10
		block +1
		position ann hf=1.19 debt=10
		expect fired warning once ann value=1.19
		block +1
		position ann hf=1.5 debt=10
		expect resolved once ann value=1.5`)
}

// "Only once, or every time": each change of level is told once, and it is the
// rule that says whether to be reminded of what holds.
func TestOnlyOnceOrEveryTime(t *testing.T) {
	story(t, `
		rules once
		rules again
		block 100
		position ann hf=1.19 debt=10
		expect fired warning once ann
		expect fired warning again ann
		repeat 299
			block +1
			position ann hf=1.19 debt=10
		end
		expect nothing
		block +1
		expect reminded warning again ann
		block +301
		expect reminded warning again ann
		block +1
		position ann hf=1.3 debt=10
		expect resolved once ann
		expect resolved again ann`)
}

// Seventeen minutes late because the node had failed: silence of a chain is told.
func TestLateBecauseTheNodeFailedIsTold(t *testing.T) {
	story(t, `
		rules blind
		block 100
		sight live
		sight stale no new block
		wait 119s
		expect nothing
		wait 1s
		expect fired critical blind 1
		wait 1h
		expect nothing
		sight live
		expect resolved blind`)
}

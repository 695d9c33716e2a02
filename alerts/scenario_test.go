package alerts

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"brink/feed"

	"github.com/holiman/uint256"
)

func z(s string) uint256.Int {
	v, ok := parse(s)
	if !ok {
		panic(s)
	}
	return v
}

// rules are those that the stories of these tests are told under.
var rules = map[string][]Rule{
	"health": {{
		Name: "health", Measure: HealthFactor, Named: true, Floor: 6 * time.Hour, Worse: z("0.05"), Target: z("1.5"),
		Levels: []Level{
			{Severity: feed.Warning, Enter: z("1.25"), Leave: z("1.3")},
			{Severity: feed.Critical, Enter: z("1.10"), Leave: z("1.15")},
		},
	}},
	"patient": {{
		Name: "patient", Measure: HealthFactor, KeepFiring: time.Minute,
		Levels: []Level{
			{Severity: feed.Warning, Enter: z("1.10"), Leave: z("1.15"), Blocks: 3, Remind: time.Hour},
			{Severity: feed.Critical, Enter: z("1.05"), Leave: z("1.06"), For: time.Minute},
		},
	}},
	"firm": {
		{Name: "safe", Measure: HealthFactor, Only: OnSafe, Levels: []Level{{Severity: feed.Critical, Enter: z("1.1"), Leave: z("1.1")}}},
		{Name: "final", Measure: Liquidated, Only: OnFinal, Levels: []Level{{Severity: feed.Critical}}},
	},
	"events": {
		{Name: "liquidated", Measure: Liquidated, Levels: []Level{{Severity: feed.Critical}}, MinDebt: z("100")},
		{Name: "loss", Measure: BadDebt, Levels: []Level{{Severity: feed.Warning}}},
		{Name: "parameters", Measure: ParameterChange, Named: true, Levels: []Level{{Severity: feed.Warning}}},
	},
	"sums": {
		{Name: "crowd", Measure: AtRisk, Per: PerDeployment, Levels: []Level{{Severity: feed.Warning, Enter: z("1000"), Leave: z("800")}}},
		{Name: "under", Measure: Liquidatable, Per: PerChain, Levels: []Level{{Severity: feed.Critical, Enter: z("500"), Leave: z("1")}}},
	},
	"markets": {
		{Name: "wave", Measure: Repaid, Per: PerMarket, Window: time.Hour, MinDebt: z("10"), Levels: []Level{{Severity: feed.Warning, Enter: z("1000"), Leave: z("500")}}},
		{Name: "hole", Measure: Uncovered, Per: PerDeployment, Levels: []Level{{Severity: feed.Critical, Enter: z("100"), Leave: z("100")}}},
		{Name: "drained", Measure: Utilisation, Floor: time.Hour, Levels: []Level{{Severity: feed.Warning, Enter: z("0.95"), Leave: z("0.9"), Blocks: 2, Remind: time.Hour}}},
	},
	"mine": {
		{Name: "mine", Measure: AtRisk, Named: true, Per: PerAccount, Levels: []Level{{Severity: feed.Warning, Enter: z("1000"), Leave: z("800")}}},
	},
	"once":  {{Name: "once", Measure: HealthFactor, Floor: time.Hour, Levels: []Level{{Severity: feed.Warning, Enter: z("1.2"), Leave: z("1.3")}}}},
	"again": {{Name: "again", Measure: HealthFactor, Levels: []Level{{Severity: feed.Warning, Enter: z("1.2"), Leave: z("1.3"), Remind: time.Hour}}}},
	"oracles": {
		{Name: "stale", Measure: OracleStale, Levels: []Level{{Severity: feed.Critical}}},
		{Name: "apart", Measure: OracleDeviation, Levels: []Level{{Severity: feed.Warning, Enter: z("0.02"), Leave: z("0.01")}}},
	},
	"blind":   {{Name: "blind", Measure: Blind, Levels: []Level{{Severity: feed.Critical, For: 2 * time.Minute}}}},
	"unknown": {{Name: "untold", Measure: Unknown, Named: true, Levels: []Level{{Severity: feed.Warning, Blocks: 2}}}},
	"drop":    {{Name: "drop", Measure: Drop, Levels: []Level{{Severity: feed.Warning, Enter: z("0.1"), Leave: z("0.12")}}}},
}

// story plays a scenario about two accounts and wants it to come out.
func story(t *testing.T, text string) {
	t.Helper()
	failures, err := Play(cast+text, func(file string) ([]Rule, error) {
		if rules[file] == nil {
			return nil, fmt.Errorf("no rules %s", file)
		}
		return rules[file], nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range failures {
		line := ""
		if lines := strings.Split(cast+text, "\n"); f.Line <= len(lines) {
			line = strings.TrimSpace(lines[f.Line-1])
		}
		t.Errorf("line %d (%s): %s", f.Line, line, f.Message)
	}
}

const cast = `
account ann 0x00000000000000000000000000000000000000A1
account bob 0x00000000000000000000000000000000000000B2
`

// Levels go up at once and come down one by one.
func TestLevelsEscalateAndEase(t *testing.T) {
	story(t, `
		rules health
		block 100
		position ann hf=1.05 debt=1000
		position bob hf=1.30 debt=1000
		expect fired critical health ann
		block +1
		position ann hf=1.16 debt=1000
		expect eased warning health ann
		block +1
		position bob hf=1.2 debt=1000
		block +1
		position bob hf=1.0999 debt=1000
		expect fired warning health bob
		expect escalated critical health bob
		block +1
		position bob hf=1.14 debt=1000
		expect nothing
		block +1
		close bob
		expect resolved health bob`)
}

func TestForBlocksForTimeKeepFiringAndReminders(t *testing.T) {
	story(t, `
		rules patient
		block 100
		position ann hf=1.08 debt=10
		block +2
		expect nothing
		block +1
		expect fired warning patient value=1.08
		# a dip of less than a minute is none
		position ann hf=1.02 debt=10
		block +4
		position ann hf=1.08 debt=10
		block +10
		expect nothing
		position ann hf=1.02 debt=10
		block +5
		expect escalated critical patient
		# gone for less than a minute is not gone
		position ann hf=1.5 debt=10
		block +4
		position ann hf=1.02 debt=10
		block +20
		expect nothing
		position ann hf=1.08 debt=10
		block +5
		expect eased warning patient
		block +299
		expect nothing
		block +1
		expect reminded warning patient
		position ann hf=1.5 debt=10
		block +5
		expect resolved patient`)
}

// A health factor that can't be told neither begins nor ends anything.
func TestUnknownIsNotHealthy(t *testing.T) {
	story(t, `
		rules health
		rules unknown
		block 100
		position ann hf=1.05 debt=10
		expect fired critical health
		block +1
		position ann status=unknown
		expect nothing
		block +2
		expect fired warning untold ann
		position ann hf=1.05 debt=10
		expect resolved untold
		block +1
		position ann hf=2 debt=10
		expect resolved health`)
}

func TestReorgWithdrawsWhatItUndid(t *testing.T) {
	story(t, `
		rules health
		rules events
		block 98
		block 100
		position ann hf=1.4 debt=10
		block +1
		position ann hf=1.05 debt=10
		liquidated ann debt=500
		expect fired critical health ann
		expect happened critical liquidated ann
		undo
		expect withdrawn health ann
		expect withdrawn liquidated ann
		# the same again in another block is told again
		block +1
		position ann hf=1.2 debt=10
		expect fired warning health
		block +1
		position ann hf=1.4 debt=10
		expect resolved health
		undo
		expect fired warning health ann
		undo
		expect withdrawn health ann
		# nothing to take back
		undo
		expect nothing`)
}

// A reorganisation gives back the floor as well, and forgets nothing below it.
func TestReorgOfAnEscalation(t *testing.T) {
	story(t, `
		rules health
		block 100
		position ann hf=1.2 debt=10
		block +1
		position ann hf=1.05 debt=10
		expect fired warning health
		expect escalated critical health
		undo
		expect withdrawn warning health
		final 100
		block +5
		position ann hf=1.05 debt=10
		expect escalated critical health`)
}

func TestOnlyWhenSafeOrFinal(t *testing.T) {
	story(t, `
		rules firm
		block 100
		safe 95
		position ann hf=1.05 debt=10
		liquidated ann debt=1
		block +5
		expect nothing
		safe 100
		expect fired critical safe ann
		expect nothing
		block +2
		position ann hf=1.5 debt=10
		liquidated bob debt=1
		undo
		final 105
		expect happened critical final ann`)
}

func TestEvents(t *testing.T) {
	story(t, `
		rules events
		block 100
		position ann hf=1.5 debt=10 threshold=0.83
		liquidated 0x00000000000000000000000000000000000000C3 debt=99
		liquidated 0x00000000000000000000000000000000000000C3 debt=100
		bad_debt bob debt=7
		expect happened critical liquidated 0x00000000000000000000000000000000000000C3
		expect happened warning loss bob
		block +1
		position ann hf=1.45 debt=10 threshold=0.83
		position 0x00000000000000000000000000000000000000C3 hf=1.05 debt=10 threshold=0.83
		block +1
		position ann hf=1.4 debt=10 threshold=0.8
		position 0x00000000000000000000000000000000000000C3 hf=1.05 debt=10 threshold=0.8
		expect happened warning parameters ann`)
}

func TestSums(t *testing.T) {
	story(t, `
		rules sums
		block 100
		position ann hf=1.05 debt=600
		block +1
		position bob hf=1.05 debt=600
		position bob hf=1.05 debt=600 deployment=other
		block +1
		expect fired warning crowd 1:demo value=1200
		position ann hf=0.9 debt=600
		position bob hf=1.5 debt=600
		expect resolved crowd value=600
		expect fired critical under 1 value=600
		close ann
		expect resolved under`)
}

func TestOracles(t *testing.T) {
	story(t, `
		rules oracles
		block 100
		price WETH 2000 deployment=one
		price WETH 2039 deployment=two
		expect nothing
		price WETH 2040 deployment=two
		expect fired warning apart value=0.02
		price WETH unknown deployment=one
		expect fired critical stale
		price WETH 2030 deployment=one
		expect resolved stale
		expect resolved apart
		block +1
		price WETH stale deployment=one
		expect fired critical stale
		block +1
		price WETH 2030 deployment=one
		expect resolved stale`)
}

func TestDropToLiquidation(t *testing.T) {
	story(t, `
		rules drop
		block 100
		position ann hf=1.5 debt=10 price=2000 liquidation=1790
		expect nothing
		position ann hf=1.5 debt=10 price=2000 liquidation=1801
		expect fired warning drop value=0.0995
		position ann hf=0.9 debt=10
		position ann hf=1.5 debt=10 price=2000 liquidation=1700
		expect resolved drop value=0.15`)
}

// A story that doesn't come out is told with its line.
func TestScenarioFailures(t *testing.T) {
	text := "rules health\naccount ann 0x00000000000000000000000000000000000000A1\nblock 5\nposition ann hf=1.2 debt=1\n" +
		"expect fired critical health\nexpect resolved health\nposition ann hf=1.0 debt=1\nexpect nothing\nblock +1\n"
	failures, err := Play(text, func(string) ([]Rule, error) { return rules["health"], nil })
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"5 told: fired warning", "6 nothing was told", "9 not expected: escalated critical"}
	if len(failures) != len(want) {
		t.Fatalf("failures: %v", failures)
	}
	for i, f := range failures {
		if got := fmt.Sprint(f.Line, " ", f.Message); !strings.HasPrefix(got, want[i]) {
			t.Errorf("failure %d is %q, want %q", i, got, want[i])
		}
	}
	for text, want := range map[string]string{
		"\nblocks 5": "line 2", "repeat 3\nblock +1": "no end", "position ann hf=1": "no account", "position 0x00000000000000000000000000000000000000A1 hf=one": "no number",
		"repeat 1000000\nrepeat 1000000\nend\nend": "line 2: invalid scenario: the story is too long", "block 1\nblock +1000000\nblock +1": "too long",
		"rules nothing": "line 1", "block 5\nblock 4": "doesn't come after", "expect": "wants",
	} {
		_, err := Play(text, func(string) ([]Rule, error) { return nil, errors.New("no such file") })
		if !errors.Is(err, ErrScenario) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// Whatever a story says, it comes to an end, in bounded memory.
func FuzzPlay(f *testing.F) {
	f.Add("rules health\nblock 9\nposition 0x00000000000000000000000000000000000000A1 hf=1.2 debt=1\nexpect fired")
	f.Add("rules oracles\nprice WETH 1 deployment=a\nundo\nrepeat 2\nblock +1\nend\nsight stale x\nwait 1h")
	f.Add("rules events\nliquidated 0x00000000000000000000000000000000000000A1 debt=1\nundo 1\nfinal 7")
	f.Add("repeat 1000000\nrepeat 1000000\nblock +1000000\nend\nend")
	f.Fuzz(func(t *testing.T, text string) {
		_, err := within(1000, text, func(file string) ([]Rule, error) { return rules[file], nil })
		if err != nil && !errors.Is(err, ErrScenario) {
			t.Fatal(err)
		}
	})
}

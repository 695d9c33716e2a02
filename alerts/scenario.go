package alerts

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"brink/chain"
	"brink/feed"
	"brink/position"
	"brink/store"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// ErrScenario is matched by errors about a scenario's text.
var ErrScenario = errors.New("invalid scenario")

// Failure is an expectation that wasn't met.
type Failure struct {
	Line    int
	Message string
}

// scenario plays a story to a machine, one statement a line.
type scenario struct {
	m      *machine
	load   func(file string) ([]Rule, error)
	chain  uint64
	name   string
	step   time.Duration
	tip    chain.Head
	safe   uint64
	final  uint64
	fork   uint64
	now    time.Time
	cursor feed.Cursor
	blocks []sceneBlock
	begun  bool // a block was named
	latest map[string]feed.Entry

	queue    []feed.Alert // told and not yet expected
	expected bool         // the statement before was an expectation
	failures []Failure
	line     int
	left     int // statements and blocks until the story is too long
}

// longest is how many statements and blocks a story may have, loops unrolled.
const longest = 250_000

var errTooLong = fmt.Errorf("the story is too long: more than %d statements and blocks", longest)

// spend counts a statement or a block.
func (s *scenario) spend() error {
	if s.left--; s.left < 0 {
		return errTooLong
	}
	return nil
}

// sceneBlock is a block, and what stood before it of what it changed.
type sceneBlock struct {
	chain.Head
	before map[string]*feed.Entry
	facts  []feed.Entry
}

// genesis is the time of block 0 of every scenario.
const genesis = 1_700_000_000

// Play runs a scenario and returns what wasn't as expected. load reads the
// files of rules that it names. The error matches ErrScenario and names the line.
//
// The statements, each on a line of its own, with # before a comment:
//
//	rules FILE                        the rules to test
//	chain NAME ID BLOCKTIME           chain ethereum 1 12s
//	account NAME ADDRESS              a named account
//	block N | block +N                go to a block, or so many on
//	undo [N]                          a reorganisation takes back blocks
//	safe N, final N                   blocks up to here are safe, or final
//	position WHO KEY=VALUE…           how a position stands: hf, debt, collateral, price,
//	                                  liquidation, threshold; status=unknown, bad_debt…;
//	                                  deployment, protocol, market
//	close WHO                         its debt is paid
//	liquidated WHO debt=USD           what happened in this block
//	bad_debt WHO debt=USD
//	price SYMBOL USD|unknown|stale    deployment=NAME
//	market SYMBOL KEY=VALUE…          utilisation, supply_cap, borrow_cap, bonus, ltv, frozen,
//	                                  paused; deployment, protocol, market
//	sight STATE [REASON…]             live, stale, halted, syncing
//	wait SPAN                         so much time passes without a block
//	repeat N … end                    N times over
//	expect TRANSITION [SEVERITY] RULE [WHO] [value=V]
//	expect nothing
//
// Expectations that follow each other are all that was told since those before,
// in that order. What was kept silent need not be expected.
func Play(text string, load func(file string) ([]Rule, error)) ([]Failure, error) {
	return within(longest, text, load)
}

// within is Play for a story of bounded length.
func within(length int, text string, load func(file string) ([]Rule, error)) ([]Failure, error) {
	s := &scenario{
		left: length, load: load, chain: 1, name: "ethereum", step: 12 * time.Second, latest: map[string]feed.Entry{},
		m: newMachine(Options{Chains: map[uint64]string{1: "ethereum"}}), now: time.Unix(genesis, 0),
	}
	lines := strings.Split(text, "\n")
	err := s.goTo(1)
	if err == nil {
		err = s.play(lines, 1)
	}
	if err != nil {
		return nil, fmt.Errorf("line %d: %w: %w", s.line, ErrScenario, err)
	}
	s.line = len(lines)
	s.collect()
	s.expected = true
	s.leftover()
	return s.failures, nil
}

// play runs lines of which the first has a number.
func (s *scenario) play(lines []string, first int) error {
	for i := 0; i < len(lines); i++ {
		s.line = first + i
		text, _, _ := strings.Cut(lines[i], "#")
		words := strings.Fields(text)
		if err := s.spend(); err != nil {
			return err
		}
		switch {
		case len(words) == 0:
		case words[0] == "repeat":
			body, err := loop(lines[i+1:])
			if err != nil {
				return err
			}
			n, err := whole(words, 1)
			if err != nil {
				return errors.New("repeat wants a number of times")
			}
			for range n {
				if err := s.spend(); err != nil {
					return err
				}
				if err := s.play(body, first+i+1); err != nil {
					return err
				}
			}
			i += len(body) + 1
		case words[0] == "expect":
			if err := s.expect(words[1:]); err != nil {
				return err
			}
		default:
			s.leftover()
			do, ok := statements[words[0]]
			if !ok {
				return fmt.Errorf("unknown statement %q; known: %s, repeat, expect", words[0], strings.Join(slices.Sorted(maps.Keys(statements)), ", "))
			}
			if err := do(s, words[1:]); err != nil {
				return err
			}
		}
	}
	return nil
}

// loop are the lines up to the end that belongs to a repeat.
func loop(lines []string) ([]string, error) {
	depth := 0
	for i, line := range lines {
		switch words := strings.Fields(line); {
		case len(words) == 0:
		case words[0] == "repeat":
			depth++
		case words[0] == "end" && depth == 0:
			return lines[:i], nil
		case words[0] == "end":
			depth--
		}
	}
	return nil, errors.New("this repeat has no end")
}

var statements = map[string]func(*scenario, []string) error{
	"rules": (*scenario).rules, "chain": (*scenario).setChain, "account": (*scenario).account,
	"block": (*scenario).block, "undo": (*scenario).undo, "safe": (*scenario).setSafe, "final": (*scenario).setFinal,
	"position": (*scenario).position, "close": (*scenario).close, "liquidated": (*scenario).liquidated, "bad_debt": (*scenario).badDebt,
	"price": (*scenario).price, "market": (*scenario).market, "sight": (*scenario).sight, "wait": (*scenario).wait,
}

func whole(words []string, i int) (uint64, error) {
	if len(words) <= i {
		return 0, errors.New("a number is missing")
	}
	return strconv.ParseUint(strings.TrimPrefix(words[i], "+"), 10, 64)
}

func (s *scenario) rules(words []string) error {
	if len(words) != 1 {
		return errors.New("rules wants a file")
	}
	rules, err := s.load(words[0])
	if err != nil {
		return err
	}
	s.m.opt.Rules = append(s.m.opt.Rules, rules...)
	return nil
}

func (s *scenario) setChain(words []string) error {
	if len(words) != 3 {
		return errors.New("chain wants a name, an id and a block time")
	}
	id, err1 := strconv.ParseUint(words[1], 10, 64)
	step, err2 := time.ParseDuration(words[2])
	if err := errors.Join(err1, err2); err != nil || step < time.Second {
		return errors.New("chain wants a name, an id and a block time of at least 1s")
	}
	s.chain, s.name, s.step = id, words[0], step
	s.m.opt.Chains = map[uint64]string{id: words[0]}
	return nil
}

func (s *scenario) account(words []string) error {
	if len(words) != 2 || !common.IsHexAddress(words[1]) {
		return errors.New("account wants a name and an address")
	}
	s.m.opt.Accounts = append(s.m.opt.Accounts, Account{words[0], common.HexToAddress(words[1])})
	s.m.names[common.HexToAddress(words[1])] = words[0]
	return nil
}

// goTo makes blocks up to a number.
func (s *scenario) goTo(number uint64) error {
	for s.tip.Number < number {
		if err := s.spend(); err != nil {
			return err
		}
		n := s.tip.Number + 1
		if s.tip.Number == 0 {
			n = number
		}
		s.tip = chain.Head{Ref: chain.Ref{Number: n}, Time: genesis + n*uint64(s.step/time.Second)}
		hash := uint256.NewInt(n).Bytes32()
		hash[0] = byte(s.fork)
		s.tip.Hash = hash
		s.blocks = append(s.blocks, sceneBlock{Head: s.tip, before: map[string]*feed.Entry{}})
		s.now = time.Unix(int64(s.tip.Time), 0)
		s.tick()
	}
	return nil
}

func (s *scenario) tick() {
	s.m.tick(s.chain, store.Tip{Head: s.tip, Safe: max(s.safe, s.final), Final: s.final})
}

func (s *scenario) block(words []string) error {
	n, err := whole(words, 0)
	if err != nil {
		return errors.New("block wants a number, or + and how many on")
	}
	if strings.HasPrefix(words[0], "+") {
		n += s.tip.Number
	} else if !s.begun {
		s.tip, s.blocks = chain.Head{}, nil // the story begins here
	}
	s.begun = true
	if n <= s.tip.Number {
		return fmt.Errorf("block %d doesn't come after %d", n, s.tip.Number)
	}
	return s.goTo(n)
}

func (s *scenario) setSafe(words []string) (err error) {
	s.safe, err = whole(words, 0)
	s.tick()
	return err
}

func (s *scenario) setFinal(words []string) (err error) {
	s.final, err = whole(words, 0)
	s.tick()
	return err
}

// undo takes blocks back, and says of all that they changed how it stood before.
func (s *scenario) undo(words []string) error {
	n := uint64(1)
	if len(words) > 0 {
		var err error
		if n, err = whole(words, 0); err != nil {
			return err
		}
	}
	for range n {
		if len(s.blocks) < 2 {
			return errors.New("there is no block left to go back to")
		}
		gone := s.blocks[len(s.blocks)-1]
		s.blocks = s.blocks[:len(s.blocks)-1]
		s.tip = s.blocks[len(s.blocks)-1].Head
		s.fork++
		s.say(feed.Reorg, strconv.FormatUint(s.chain, 10), struct {
			Undone feed.BlockRef `json:"undone"`
		}{feed.NewBlockRef(gone.Head)})
		for _, f := range gone.facts {
			s.hear(f.Withdrawn())
		}
		for _, subject := range slices.Sorted(maps.Keys(gone.before)) {
			if was := gone.before[subject]; was != nil {
				s.latest[subject] = s.say(was.Type, subject, was.Data)
			} else if now := s.latest[subject]; strings.HasPrefix(now.Type, "position.") {
				s.say(feed.PositionClosed, subject, now.Data)
			}
		}
		s.tick()
	}
	return nil
}

// say makes an entry as of the tip.
func (s *scenario) say(entryType, subject string, body any) feed.Entry {
	e := feed.Entry{ChainID: s.chain, Type: entryType, Subject: subject, Block: s.tip, Status: feed.Latest, Data: marshal(body)}
	e.ID = fmt.Sprintf("%s:%s:%s:%d", s.tip.Hash, entryType, subject, s.cursor)
	s.hear(e)
	return e
}

func (s *scenario) hear(e feed.Entry) {
	s.cursor++
	e.Cursor = s.cursor
	if err := s.m.hear(&e); err != nil {
		panic("alerts: a scenario's entry can't be read: " + err.Error())
	}
}

// state says how something stands, and remembers how it stood before the block.
func (s *scenario) state(entryType, subject string, body any) {
	top := s.blocks[len(s.blocks)-1]
	if _, noted := top.before[subject]; !noted {
		top.before[subject] = nil
		if was, ok := s.latest[subject]; ok {
			top.before[subject] = &was
		}
	}
	s.latest[subject] = s.say(entryType, subject, body)
}

func (s *scenario) sight(words []string) error {
	if len(words) == 0 {
		return errors.New("sight wants a state")
	}
	ref := feed.NewBlockRef(s.tip)
	s.m.look([]feed.Chain{{ChainID: s.chain, Name: s.name, State: feed.ChainState(words[0]), Reason: strings.Join(words[1:], " "), Processed: &ref}}, s.now)
	return nil
}

func (s *scenario) wait(words []string) error {
	if len(words) != 1 {
		return errors.New("wait wants a time span")
	}
	d, err := time.ParseDuration(words[0])
	if err != nil {
		return err
	}
	s.now = s.now.Add(d)
	if seen := s.m.subjects[strconv.FormatUint(s.chain, 10)]; seen != nil {
		return s.sight(append([]string{string(seen.Chain.State)}, strings.Fields(seen.Chain.Reason)...))
	}
	return nil
}

// subject is the id of a position, and its account.
func (s *scenario) subject(who string, given map[string]string) (feed.Position, error) {
	p := feed.Position{ChainID: s.chain, Deployment: given["deployment"], Protocol: given["protocol"], Market: given["market"],
		Block: feed.NewBlockRef(s.tip), Status: position.Healthy, Collaterals: []feed.Leg{}, Debts: []feed.Leg{}}
	if p.Deployment == "" {
		p.Deployment = "demo"
	}
	if p.Protocol == "" {
		p.Protocol = "aave-v3"
	}
	address, err := s.addressOf(who)
	p.Account = address.Hex()
	p.ID = fmt.Sprintf("%d:%s:", s.chain, p.Deployment)
	if p.Market != "" {
		p.ID += p.Market + ":"
	}
	p.ID += p.Account
	return p, err
}

func (s *scenario) addressOf(who string) (common.Address, error) {
	for _, a := range s.m.opt.Accounts {
		if a.Name == who {
			return a.Address, nil
		}
	}
	if !common.IsHexAddress(who) {
		return common.Address{}, fmt.Errorf("%q is no account that was named, and no address", who)
	}
	return common.HexToAddress(who), nil
}

package devnet

import (
	"context"
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/ethereum/go-ethereum/common"
)

// Scene is a part of a play.
type Scene string

const (
	Opening  Scene = "opening"  // everybody takes a position
	Months   Scene = "months"   // interest grows from week to week
	Calm     Scene = "calm"     // a block like any other
	Crash    Scene = "crash"    // what isn't a dollar loses a few percent a block
	Gap      Scene = "gap"      // one asset loses almost half at once, so that debts are left without collateral
	Reorg    Scene = "reorg"    // the last blocks turn out otherwise
	Bottom   Scene = "bottom"   // liquidators clear up
	Recovery Scene = "recovery" // prices come back
)

// reorgDepth is how many blocks a reorg replaces, by one more.
const reorgDepth = 2

// liquidations is how many a block has at most: some of the accounts that are due stay so for a while.
const liquidations = 6

// comebacks is how many of those who have lost all begin anew in a good block, at most.
const comebacks = 4

// In the opening so many accounts take their positions in each block, and so many seconds pass.
const (
	openingCrowd = 40
	openingPace  = 12
)

const week = 7 * 86_400

// story is what the blocks after the history are; then it begins anew.
var story = slices.Concat(
	slices.Repeat([]Scene{Calm}, 20),
	slices.Repeat([]Scene{Crash}, 5),
	[]Scene{Reorg},
	slices.Repeat([]Scene{Crash}, 3),
	[]Scene{Gap},
	slices.Repeat([]Scene{Bottom}, 8),
	slices.Repeat([]Scene{Recovery}, 16),
)

// StoryLength is how many steps it takes to tell the story once.
const StoryLength = 20 + 5 + 1 + 3 + 1 + 8 + 16

// Event is one step of a play.
type Event struct {
	Scene    Scene
	Block    Block // the newest; a reorg mines several
	Replaced int   // blocks that a reorg took back

	Calls        int
	Refused      int // calls that the market refused
	Liquidations int // that succeeded
}

// String is a line for people.
func (e Event) String() string {
	line := fmt.Sprintf("block %d %s: %d calls, %d refused, %d liquidations",
		e.Block.Number, e.Scene, e.Calls, e.Refused, e.Liquidations)
	if e.Replaced > 0 {
		line += fmt.Sprintf(", %d blocks replaced", e.Replaced)
	}
	return line
}

// PlayOptions shape a play. The zero value is usable.
type PlayOptions struct {
	Seed     uint64
	Accounts int // zero stands for 300
}

// Play is a story told on a market, the same for the same seed: hundreds of accounts, interest over months, and
// from then on crashes, liquidations, reorgs and recoveries for ever. What it does is often refused, as in life.
// In a [Town] some of the accounts are in other protocols too, and one is in all.
type Play struct {
	Market     *Market
	Liquidator Account

	rng    *rand.Rand
	actors []actor
	venues []venue
	prices map[*Asset]int64
	assets []*Asset // with prices, in order
	step   int
}

// venue is a protocol beside Aave in which a play goes on.
type venue interface {
	// own are assets that Aave doesn't list.
	own() []*Asset
	// found invites some of the actors and gives whoever needs it money of the venue's own assets; the bank lends.
	found(p *Play, bank Account) []Call
	// open lets everybody who was invited take a position.
	open(p *Play) []Call
	// quotes tell the venue's oracles the prices of the day.
	quotes(p *Play) []Call
	// due are liquidations of positions below the line at the head, some of them at most.
	due(ctx context.Context, p *Play) ([]Call, error)
	// everyday is something that a guest does; in good times it may come back.
	everyday(p *Play, good bool) []Call
	// liquidation is the event of one.
	liquidation() common.Hash
}

// NewPlay brings the accounts and their money onto the market.
func NewPlay(ctx context.Context, m *Market, opt PlayOptions) (*Play, error) {
	return newPlay(ctx, m, opt, nil)
}

func newPlay(ctx context.Context, m *Market, opt PlayOptions, venues []venue) (*Play, error) {
	if opt.Accounts == 0 {
		opt.Accounts = 300
	}
	p := &Play{
		Market: m, Liquidator: NewAccount("liquidator"), venues: venues,
		rng:    rand.New(rand.NewPCG(opt.Seed, 0)),
		assets: slices.Clone(m.Assets), prices: map[*Asset]int64{},
	}
	for _, v := range venues {
		p.assets = append(p.assets, v.own()...)
	}
	for _, asset := range p.assets {
		p.prices[asset] = asset.Price
	}
	accounts, err := m.Chain.Users(ctx, opt.Accounts)
	if err != nil {
		return nil, fmt.Errorf("casting: %w", err)
	}
	p.actors = castActors(p.rng, accounts)
	bank, rich := NewAccount("bank"), []Account{p.Liquidator}
	if len(venues) > 0 {
		whale := actor{Whale(), whaleRole, int64(opt.Accounts) * 5_000e8}
		p.actors, accounts, rich = append(p.actors, whale), append(accounts, whale.Account), append(rich, whale.Account)
	}
	if err := m.Chain.Fund(ctx, append(rich, bank)...); err != nil {
		return nil, fmt.Errorf("casting: %w", err)
	}
	var calls []Call
	for _, asset := range m.Assets {
		plenty := p.plenty(asset)
		calls = append(calls, m.Mint(asset, plenty, bank, p.Liquidator), m.MintTo(asset, plenty, m.Borrower),
			m.Supply(bank, asset, p.amount(asset, int64(opt.Accounts)*50_000e8), bank.Address))
		for some := range slices.Chunk(accounts, 100) {
			calls = append(calls, m.Mint(asset, plenty, some...))
		}
	}
	for _, v := range venues {
		calls = append(calls, v.found(p, bank)...)
	}
	if _, err := m.Chain.Run(ctx, calls...); err != nil {
		return nil, fmt.Errorf("handing out money: %w", err)
	}
	return p, nil
}

// plenty is more of an asset than anybody will spend.
func (p *Play) plenty(asset *Asset) *big.Int { return p.amount(asset, 1e9*1e8) }

// Accounts are those who take part, without the liquidator and the bank.
func (p *Play) Accounts() []Account {
	accounts := make([]Account, len(p.actors))
	for i, a := range p.actors {
		accounts[i] = a.Account
	}
	return accounts
}

// Length is how much of the chain's time goes by until a history is over, and a little more: a chain that begins so
// long ago ends its history shortly before now.
func Length(accounts, weeks int) time.Duration {
	openings := (accounts + openingCrowd - 1) / openingCrowd
	return time.Duration(weeks*week+openings*openingPace)*time.Second + 2*time.Minute
}

// History lets everybody take a position and then so many weeks pass, a block each.
func (p *Play) History(ctx context.Context, weeks int) error {
	for some := range slices.Chunk(p.actors, openingCrowd) {
		var calls []Call
		for _, a := range some {
			calls = append(calls, p.open(a)...)
		}
		if _, err := p.commit(ctx, Opening, openingPace, calls); err != nil {
			return err
		}
	}
	for _, v := range p.venues {
		if _, err := p.commit(ctx, Opening, openingPace, v.open(p)); err != nil {
			return err
		}
	}
	for range weeks {
		p.drift(0.01)
		if _, err := p.act(ctx, Months, week, 20); err != nil {
			return err
		}
	}
	return nil
}

// Step plays on. Blocks come the given seconds after one another.
func (p *Play) Step(ctx context.Context, seconds uint64) (Event, error) {
	scene := story[p.step%len(story)]
	p.step++
	switch scene {
	case Crash:
		p.fall(0.035)
	case Gap:
		p.gap(0.45)
	case Recovery:
		p.recover()
	case Reorg:
		return p.reorg(ctx, seconds)
	}
	p.drift(0.001)
	return p.act(ctx, scene, seconds, 4)
}

// act makes a block of the day's prices, the liquidations that are due, the return of some who have lost all,
// and what so many actors do.
func (p *Play) act(ctx context.Context, scene Scene, seconds uint64, everyday int) (Event, error) {
	calls := p.priceCalls()
	data, err := p.look(ctx)
	if err != nil {
		return Event{}, fmt.Errorf("looking at accounts: %w", err)
	}
	due, err := p.due(ctx, data)
	if err != nil {
		return Event{}, fmt.Errorf("looking for liquidations: %w", err)
	}
	calls = append(calls, due...)
	good := scene == Calm || scene == Recovery
	if good {
		calls = append(calls, p.comeback(data)...)
	}
	for range everyday {
		calls = append(calls, p.everyday()...)
	}
	for _, v := range p.venues {
		due, err := v.due(ctx, p)
		if err != nil {
			return Event{}, fmt.Errorf("looking for liquidations: %w", err)
		}
		calls = append(calls, due...)
		for range everyday / 4 {
			calls = append(calls, v.everyday(p, good)...)
		}
	}
	return p.commit(ctx, scene, seconds, calls)
}

func (p *Play) commit(ctx context.Context, scene Scene, seconds uint64, calls []Call) (Event, error) {
	chain := p.Market.Chain
	if err := chain.Send(ctx, calls...); err != nil {
		return Event{}, fmt.Errorf("playing %s: %w", scene, err)
	}
	block, err := chain.Commit(ctx, seconds)
	if err != nil {
		return Event{}, fmt.Errorf("playing %s: %w", scene, err)
	}
	event := Event{Scene: scene, Block: block, Calls: len(block.Results)}
	kinds := []common.Hash{p.Market.liquidation()}
	for _, v := range p.venues {
		kinds = append(kinds, v.liquidation())
	}
	for _, result := range block.Results {
		if result.Reverted() {
			event.Refused++
		}
		for _, l := range result.Receipt.Logs {
			if slices.Contains(kinds, l.Topics[0]) {
				event.Liquidations++
			}
		}
	}
	return event, nil
}

// reorg replaces the newest blocks by a longer branch with other content.
func (p *Play) reorg(ctx context.Context, seconds uint64) (Event, error) {
	if err := p.Market.Chain.Rewind(ctx, reorgDepth); err != nil {
		return Event{}, fmt.Errorf("playing %s: %w", Reorg, err)
	}
	all := Event{Scene: Reorg, Replaced: reorgDepth}
	for range reorgDepth + 1 {
		p.drift(0.002)
		event, err := p.act(ctx, Reorg, seconds, 4)
		if err != nil {
			return Event{}, err
		}
		all.Block = event.Block
		all.Calls += event.Calls
		all.Liquidations += event.Liquidations
		all.Refused += event.Refused
	}
	return all, nil
}

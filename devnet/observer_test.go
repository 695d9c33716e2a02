package devnet_test

import (
	"bytes"
	"context"
	"encoding/json"
	"math/big"
	"slices"
	"time"

	"brink/chain"
	"brink/chain/rpc"
	"brink/devnet"
	"brink/engine"
	"brink/feed"
	"brink/position"
	"brink/prices"
	"brink/protocols"
	"brink/state"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
)

// mode is how an observer comes to know a deployment.
type mode int

const (
	whole   mode = iota // from its first log
	current             // read from the contracts, borrowers found by old logs
	chosen              // read from the contracts, a few accounts alone
)

func (m mode) String() string {
	return [...]string{"the beginning", "the present on", "the present on, a few"}[m]
}

// observed is what an observer looks at, and how.
type observed[P protocols.Protocol] struct {
	chain  *devnet.Chain
	client *rpc.Client
	family string
	roles  map[string]common.Address
	open   func(protocols.Env) (P, error)
	mode   mode
	only   []common.Address // where mode is chosen
	// heartbeat is that of all feeds, in seconds; they are asked where it is given.
	heartbeat uint64
}

// observer is an engine on one deployment, without a store. What it sees is compared with the contracts by those
// who know them.
type observer[P protocols.Protocol] struct {
	*engine.Engine
	tester
	observed[P]
	db                                *state.DB
	book                              *prices.Book
	protocol                          P
	source                            *chain.Follower
	twin                              *twin                      // who evaluates everybody
	standing                          map[string]position.Status // what was said last, by subject
	said                              map[string]int             // entries by type
	wrong                             [][]string                 // what audits found
	liquidations                      []feed.Liquidation
	audits, evaluated, checks, undone int
}

func observe[P protocols.Protocol](t tester, what observed[P]) *observer[P] {
	t.Helper()
	o := &observer[P]{
		tester: t, observed: what, standing: make(map[string]position.Status), said: make(map[string]int),
		source: chain.NewFollower(what.client, chain.FollowerOptions{}),
	}
	t.Cleanup(o.source.Close)
	o.build()
	o.pair()
	return o
}

// build makes the engine and what is under it.
func (o *observer[P]) build() {
	o.Helper()
	o.db = new(state.DB)
	o.book = prices.NewBook(o.db)
	env := o.env(o.db, o.book)
	p, err := o.open(env)
	if err != nil {
		o.Fatal(err)
	}
	o.protocol = p
	opt := o.options()
	opt.Observer = o
	o.Engine = engine.New(opt, o.db, o.book, []engine.Deployment{{Name: env.Name, Family: o.family, Protocol: p}})
}

func (o *observer[P]) env(db *state.DB, book *prices.Book) protocols.Env {
	env := protocols.Env{Name: "observed", DB: db, Book: book, Genesis: o.mode == whole, Addresses: o.roles}
	if o.mode == chosen {
		env.Accounts = o.only
	}
	return env
}

func (o *observer[P]) options() engine.Options {
	return engine.Options{ChainID: devnet.ChainID, Live: 1 << 30, Feeds: o.heartbeat > 0, Heartbeat: o.heartbeat}
}

// restart goes on with another engine, made from a snapshot of this one.
func (o *observer[P]) restart() {
	o.Helper()
	var snapshot bytes.Buffer
	if err := o.Save(&snapshot); err != nil {
		o.Fatal(err)
	}
	before := o.db.Digest()
	o.build()
	if err := o.Load(&snapshot); err != nil {
		o.Fatal(err)
	}
	if o.db.Digest() != before {
		o.Fatalf("at %s: a snapshot holds another state", o.Tip())
	}
}

// join takes the deployment as it stands after a block, and finds its borrowers where they aren't given.
func (o *observer[P]) join(number uint64) {
	o.Helper()
	o.Begin(chain.Ref{Number: number - 1})
	o.twin.Begin(chain.Ref{Number: number - 1})
	o.step(o.Context())
	if o.mode != current {
		return
	}
	trace := o.Trace()
	logs, err := o.chain.Node.Client().FilterLogs(o.Context(), ethereum.FilterQuery{
		FromBlock: new(big.Int), ToBlock: new(big.Int).SetUint64(o.Tip().Number),
		Addresses: trace.Addresses, Topics: [][]common.Hash{trace.Topics},
	})
	if err != nil {
		o.Fatal(err)
	}
	for _, e := range []*engine.Engine{o.Engine, o.twin.Engine} {
		if err := e.Discover(logs, o.Tip().Number); err != nil {
			o.Fatal(err)
		}
	}
}

func (o *observer[P]) step(ctx context.Context) {
	o.Helper()
	step, err := o.source.Next(ctx, o.Tip(), o.Filter())
	if err != nil {
		o.Fatalf("after %s: %v", o.Tip(), err)
	}
	if step.Undo {
		o.undone++
	}
	step.Block = remember(step.Block)
	if err := o.Step(ctx, step); err != nil {
		o.Fatalf("stepping from %s: %v", o.Tip(), err)
	}
	batch, _ := o.Batch()
	o.agree(ctx, step, batch)
	for i := range batch.Entries {
		o.hear(&batch.Entries[i])
	}
	o.Published(0)
}

// hear keeps what was said last about each position.
func (o *observer[P]) hear(e *feed.Entry) {
	o.said[e.Type+" "+string(e.Status)]++
	if !slices.Contains(engine.PositionTypes(), e.Type) {
		return
	}
	var p feed.Position
	if err := json.Unmarshal(e.Data, &p); err != nil {
		o.Fatal(err)
	}
	o.standing[e.Subject] = p.Status
}

// race steps until the tip is the chain's head, and looks at nothing.
func (o *observer[P]) race() { o.followWith(func() {}) }

// followWith steps until the tip is the chain's head, and compares after every step.
func (o *observer[P]) followWith(compare func()) {
	o.Helper()
	head := o.chain.Head()
	ctx, cancel := context.WithTimeout(o.Context(), time.Minute)
	defer cancel()
	for o.Tip().Hash != head.Hash {
		o.step(ctx)
		if o.Tip().Hash != (common.Hash{}) {
			compare()
		}
	}
}

// inspect looks at the deployment at the tip.
func (o *observer[P]) inspect(look func(*engine.DeploymentLook)) {
	o.Helper()
	o.checks++
	ok := o.Look(func(l *engine.Look) {
		d := &l.Deployments[0]
		if d.Broken != nil {
			o.Fatalf("at %s: %v", o.Tip(), d.Broken)
		}
		look(d)
	})
	if !ok {
		o.Fatal("nothing was processed")
	}
	if len(o.wrong) > 0 {
		o.Fatalf("at %s: audits found %v", o.Tip(), o.wrong)
	}
}

// frame is the protocol at the tip.
func (o *observer[P]) frame() protocols.Frame {
	o.Helper()
	return o.protocol.At(o.view())
}

// view is the prices at the tip.
func (o *observer[P]) view() (view prices.View) {
	o.Helper()
	o.Look(func(l *engine.Look) { view = o.book.View(l.Tip.Time).In(l.Tip.Number) })
	return view
}

// wanted tells whether an account must be known that has something there, or owes something.
func (o *observer[P]) wanted(account common.Address, has, owes bool) bool {
	switch o.mode {
	case whole:
		return has
	case current:
		return owes
	default:
		return slices.Contains(o.only, account)
	}
}

func (o *observer[P]) Events(string, string, string, int) {}
func (o *observer[P]) Malformed(string, string)           {}
func (o *observer[P]) Evaluated(n int, full bool)         { o.evaluated += n }
func (o *observer[P]) Reorg(int)                          {}
func (o *observer[P]) BadDebt(_, _, _ string, _ *string)  {}
func (o *observer[P]) Liquidation(_ string, l *feed.Liquidation) {
	o.liquidations = append(o.liquidations, *l)
}
func (o *observer[P]) Audited(_ string, fields []string) {
	o.audits++
	if len(fields) > 0 {
		o.wrong = append(o.wrong, fields)
	}
}

package protocols

import (
	"errors"

	"brink/chain"
	"brink/position"
	"brink/prices"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

// Errors with which a Protocol says that it can't know.
var (
	// ErrUnknown: the position can't be told now: a price is missing, or its
	// state was never read or is distrusted.
	ErrUnknown = errors.New("position is unknown")
	// ErrMalformed: a log of a tracked contract is not what its event declares.
	// The deployment can no longer be trusted.
	ErrMalformed = errors.New("malformed log")
	// ErrUnsupported: the deployment runs code whose rules are not known.
	ErrUnsupported = errors.New("contract version is not supported")
)

// Protocol is one deployment of a lending protocol, as of the block that was
// applied last. Its mutable state lives in the state.DB that it was opened
// with, so that it goes back in time with it.
//
// Every block passes through it in this order: Prepare, Apply for each log,
// Wants until it asks nothing, then At. Prepare, Audit and Wants only say what
// to ask; the caller asks, as of this block's hash.
type Protocol interface {
	// Filter says which logs are wanted now. It grows as markets appear: when
	// applying a block made it grow, the block is undone, fetched with the
	// larger filter and applied again.
	Filter() chain.Filter

	// Prepare asks what folding these logs needs to know beforehand: what code
	// runs behind an upgraded proxy. Its answers are facts that hold in every
	// block. Ordinary blocks ask nothing.
	Prepare(logs []types.Log) chain.Query

	// Apply folds one log and says what it did. It does no I/O. Logs of other
	// contracts, and topics that don't concern it, change nothing. ErrMalformed
	// and ErrUnsupported degrade the deployment.
	Apply(l *types.Log, done *Effects) error

	// Wants asks for up to max accounts' or markets' state that is not known
	// but can be read at this block. Its answers replace what was known.
	Wants(max int) chain.Query

	// Unread is how many positions Wants has yet to ask for.
	Unread() int

	// Distrust marks a position as unknown, to be read anew by Wants.
	Distrust(id position.ID)

	// Len is the number of positions ever seen, also those without debt. Their
	// IDs run from 0 to Len()-1.
	Len() int

	// Key names a position; ID finds it again.
	Key(id position.ID) position.Key
	ID(key position.Key) (position.ID, bool)

	// Liquidated names the position that a log says was liquidated.
	Liquidated(l *types.Log) (position.Key, bool)

	// Seizures is the filter of those logs.
	Seizures() chain.Filter

	// At prepares everything that positions share at one moment: indices accrued
	// to the view's time, prices, thresholds. It is cheap beside a scan. After the
	// next Apply, answer of Wants, or Undo only the Frame's Growth may be used.
	At(view prices.View) Frame

	// Audit asks the contract itself about positions and reports each answer:
	// its own view's numbers, as Health.View has them, or an error where it refused.
	Audit(ids []position.ID, report func(position.ID, position.Health, error)) chain.Query
}

// Discoverer is a Protocol that can find who has positions without folding all
// history: by the logs that name them.
type Discoverer interface {
	// Trace is the filter of those logs.
	Trace() chain.Filter
	// Discover takes one of them; who it names is then read by Wants.
	Discover(l *types.Log) error
}

// Cataloguer is a Discoverer in which an account has a position in each of many
// markets, and only logs tell which markets there are. Where single accounts are
// followed, Discover is shown those logs, and the accounts are looked for in
// every market.
type Cataloguer interface {
	Discoverer
	// Catalogue is the filter of those logs; empty where they aren't needed.
	Catalogue() chain.Filter
	// Liquidators is the filter of the logs that name contracts which liquidate
	// beside the protocol's own; empty where there are none, and where all history
	// is folded. Until Discover was shown them Seizures lacks those contracts.
	Liquidators() chain.Filter
}

// Poller is a Protocol that needs more of each block than prices and logs.
type Poller interface {
	// Poll asks what changes from block to block without a log, such as an
	// interest rate. It is asked together with the prices, as of the block in
	// hand whose time it is told, and answered before the block's logs are
	// applied; blocks whose positions nobody evaluates are not asked.
	Poll(now uint64) chain.Query
}

// Frame answers about positions at one moment. Its methods are pure and safe
// for many goroutines at once.
type Frame interface {
	// Health is exact and allocates nothing. ErrUnknown when it can't be told.
	Health(id position.ID) (position.Health, error)
	// Growth is how much the fastest growing debt has grown since another frame
	// of the same deployment, in basis points rounded up.
	Growth(since Frame) uint64
	// Worth is the position's value in dollars.
	Worth(id position.ID) (position.Worth, error)
	// Describe is the position in detail, for people. It answers as far as it
	// can when Health is unknown.
	Describe(id position.ID) Detail
	// Markets describes every asset or market of the deployment.
	Markets() []Market
	// Value is an amount's worth in 1e-8 dollars, rounded down, or false where
	// the asset has no known price.
	Value(asset common.Address, amount *uint256.Int) (uint256.Int, bool)
	// Liquidation is what a liquidator could take from a position, one offer a
	// feasible pair of assets, the most profitable first. Of a position above the
	// line it is told as things stand but for its health: see Offer.Once.
	Liquidation(id position.ID) []Offer
	// Quotes says of every price source that an answer above rests on what it
	// prices. A source may stand more than once.
	Quotes() []Quote
	// Suppose is the frame as it would be if changes had just been made, in this
	// order and rounded as the contract would; ErrImpossible where it can't be.
	// Whether the contract would allow them isn't asked, and interest rates stay.
	Suppose(id position.ID, changes ...Change) (Frame, error)
}

// Holder is a Frame that tells of one asset alone, where describing all would be long.
type Holder interface {
	// Holding is how much of an asset a position holds and owes, as Describe has it.
	Holding(id position.ID, asset common.Address) (held, owed uint256.Int)
}

// Modal is a Protocol whose accounts choose efficiency modes.
type Modal interface {
	// Mode is the number of the mode that a position is in; 0 is none.
	Mode(id position.ID) uint32
}

// Effects collects what applying a block's logs did.
type Effects struct {
	// Touched are positions whose own state changed, with repetitions.
	Touched []position.ID
	// All says that something changed which concerns every position.
	All bool
	// Events counts applied events by name.
	Events       map[string]int
	Liquidations []Liquidation
	BadDebts     []BadDebt
}

// Touch notes a changed position.
func (e *Effects) Touch(id position.ID) { e.Touched = append(e.Touched, id) }

// Count notes an applied event.
func (e *Effects) Count(event string) {
	if e.Events == nil {
		e.Events = make(map[string]int)
	}
	e.Events[event]++
}

// Liquidation is one liquidation as the contract reported it, amounts in the
// assets' smallest units.
type Liquidation struct {
	Key             position.Key
	Liquidator      common.Address
	CollateralAsset common.Address
	DebtAsset       common.Address
	Collateral      uint256.Int
	Debt            uint256.Int
	// SeizedTokens is what the event says where collateral is kept in a
	// market's own tokens, in their unit; else zero. Collateral is then zero
	// where the rate between the two isn't known.
	SeizedTokens uint256.Int
	// ProtocolFee is what the protocol took of the account's collateral for
	// itself, nil where that can't be told. FeeWithin says that it is a part of
	// Collateral, of which the liquidator then got less; else it stands beside it.
	ProtocolFee *uint256.Int
	FeeWithin   bool
	TxHash      common.Hash
	LogIndex    uint
}

// BadDebt is debt that the contract wrote off, in the asset's smallest unit.
type BadDebt struct {
	Key    position.Key
	Asset  common.Address
	Amount uint256.Int
	// Unknown says that it can't be told how much, nor whether it was anything.
	Unknown  bool
	TxHash   common.Hash
	LogIndex uint
}

// Env is what a deployment is opened with.
type Env struct {
	// Name is the deployment's configured name, unique on its chain. It
	// prefixes the names of its tables.
	Name string
	DB   *state.DB
	Book *prices.Book
	// Addresses are the configured contracts by their role's name.
	Addresses map[string]common.Address
	// Genesis says that every log since before the deployment's first will be
	// applied; otherwise its state is read by Wants from the contracts first.
	Genesis bool
	// Accounts, when not nil, are the only ones to be followed.
	Accounts []common.Address
}

// Factory makes deployments of one code family.
type Factory struct {
	// Name is the protocol's name in configurations, such as "aave-v3".
	Name string
	// Options returns a pointer to the family's options with their defaults.
	Options func() any
	// Addresses are the roles that a configuration must give.
	Addresses []string
	Open      func(Env, any) (Protocol, error)
}

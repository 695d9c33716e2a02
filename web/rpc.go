package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"

	"brink/feed"

	"github.com/danielgtaylor/huma/v2"
)

// The codes of JSON-RPC 2.0, and after them those that Ethereum's nodes use
// for a resource that isn't there and for a limit.
const (
	rpcParse    = -32700
	rpcRequest  = -32600
	rpcMethod   = -32601
	rpcParams   = -32602
	rpcInternal = -32603
	rpcExpired  = -32001
	rpcLimit    = -32005
)

type rpcRequestBody struct {
	Version string            `json:"jsonrpc"`
	ID      json.RawMessage   `json:"id"`
	Method  string            `json:"method"`
	Params  []json.RawMessage `json:"params"`
}

type rpcError struct {
	Code    int       `json:"code"`
	Message string    `json:"message"`
	Data    *rpcKnown `json:"data,omitempty"`
}

// rpcKnown comes with an expired cursor.
type rpcKnown struct {
	Oldest string `json:"oldest_cursor"`
}

type rpcAnswer struct {
	Version string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id"`
	Result  any             `json:"result,omitempty"`
	Error   *rpcError       `json:"error,omitempty"`
}

// answer answers one message; then is to be done when the answer is sent. A
// message without an id asks for no answer, and so gets nothing.
func (c *socket) answer(text []byte) (answer []byte, then func()) {
	var asked rpcRequestBody
	out := rpcAnswer{Version: "2.0", ID: json.RawMessage("null")}
	switch err := json.Unmarshal(text, &asked); {
	case !json.Valid(text):
		out.Error = &rpcError{Code: rpcParse, Message: "this isn't JSON"}
	case err != nil || asked.Version != "2.0" || asked.Method == "":
		out.Error = &rpcError{Code: rpcRequest, Message: `want one object with jsonrpc "2.0", an id, a method and a list of params`}
	case asked.ID == nil:
		return nil, nil
	case !c.access.rates.allow(c.asker):
		out.ID, out.Error = asked.ID, &rpcError{Code: rpcLimit, Message: "too many requests from this address"}
	default:
		out.ID = asked.ID
		out.Result, then, out.Error = c.call(&asked)
	}
	return encoded(out), then
}

func (c *socket) call(asked *rpcRequestBody) (result any, then func(), failed *rpcError) {
	switch asked.Method {
	case "brink_subscribe":
		return c.callSubscribe(asked.Params)
	case "brink_unsubscribe":
		var id string
		if len(asked.Params) != 1 || json.Unmarshal(asked.Params[0], &id) != nil {
			return nil, nil, &rpcError{Code: rpcParams, Message: "want the subscription"}
		}
		return c.unsubscribe(id), nil, nil
	}
	return nil, nil, &rpcError{Code: rpcMethod, Message: "want brink_subscribe or brink_unsubscribe"}
}

// subscribed is the second parameter of brink_subscribe, which may be absent:
// what /v1/events/stream takes as its query.
type subscribed struct {
	Chain      string   `json:"chain"`
	Type       []string `json:"type"`
	Protocol   string   `json:"protocol"`
	Deployment string   `json:"deployment"`
	Account    address  `json:"account"`
	After      *string  `json:"after"`
}

func (c *socket) callSubscribe(params []json.RawMessage) (any, func(), *rpcError) {
	var what string
	if len(params) == 0 || len(params) > 2 || json.Unmarshal(params[0], &what) != nil || what != "events" {
		return nil, nil, &rpcError{Code: rpcParams, Message: `want "events", and what of them`}
	}
	var in subscribed
	if len(params) == 2 {
		fields := json.NewDecoder(bytes.NewReader(params[1]))
		fields.DisallowUnknownFields()
		if err := fields.Decode(&in); err != nil {
			return nil, nil, &rpcError{Code: rpcParams, Message: "want an object of chain, protocol, deployment, account, after (texts) and type (a list): " + err.Error()}
		}
	}
	if len(c.subscriptions) == subscriptionsMost {
		return nil, nil, &rpcError{Code: rpcLimit, Message: "too many subscriptions over one connection"}
	}
	if in.Account.wrong != nil {
		return nil, nil, &rpcError{Code: rpcParams, Message: "account: " + in.Account.wrong.Error()}
	}
	want, err := c.filter(&Wanted{Chain: in.Chain, Type: in.Type, Protocol: in.Protocol, Deployment: in.Deployment, Account: in.Account})
	if err != nil {
		return nil, nil, asRPC(err)
	}
	at, err := c.beginning(in.After)
	if err != nil {
		return nil, nil, asRPC(err)
	}
	id, start := c.subscribe(at, want)
	return id, start, nil
}

// beginning is the cursor to begin after, that of the newest event without one.
func (c *socket) beginning(after *string) (feed.Cursor, error) {
	if after == nil {
		kept, err := c.kept(c.ctx)
		return kept.Newest, err
	}
	at, err := feed.ParseCursor(*after)
	if err != nil {
		return 0, wrong("after", *after, "%v", err)
	}
	_, err = c.read(c.ctx, at, 1, feed.Selection{})
	return at, err
}

// asRPC says of a problem what JSON-RPC can say.
func asRPC(err error) *rpcError {
	var gone *expired
	var model *huma.ErrorModel
	switch {
	case errors.As(err, &gone):
		return &rpcError{Code: rpcExpired, Message: gone.Detail, Data: &rpcKnown{gone.Oldest}}
	case !errors.As(err, &model):
		return &rpcError{Code: rpcInternal, Message: "failed"}
	case model.Status == http.StatusUnprocessableEntity && len(model.Errors) > 0:
		return &rpcError{Code: rpcParams, Message: model.Errors[0].Error()}
	}
	return &rpcError{Code: rpcInternal, Message: model.Detail}
}

// encoded writes one of our own shapes, which can always be written.
func encoded(shape any) []byte {
	text, err := json.Marshal(shape)
	if err != nil {
		panic(err)
	}
	return text
}

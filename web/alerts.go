package web

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"brink/feed"

	"github.com/danielgtaylor/huma/v2"
)

// ErrNoAlert is returned by Alerts for an alert that doesn't hold.
var ErrNoAlert = errors.New("no such alert holds")

// Alerts is what people are told.
type Alerts interface {
	// Holding are the alerts that hold now; an error where another process knows.
	Holding() ([]feed.Alert, error)
	// Acknowledge keeps an alert quiet as long as it holds, or for d unless that
	// is zero. ErrNoAlert when it doesn't hold.
	Acknowledge(ctx context.Context, id string, d time.Duration) error
	// Rules are what people are told by.
	Rules() []AlertRule
	// Notifications are those that wait or were settled lately, the newest first;
	// an error where another process knows.
	Notifications(limit int) ([]Notification, error)
}

// AlertRule is a rule of what people are told.
type AlertRule struct {
	Name     string       `json:"name"`
	Measure  string       `json:"measure"`
	Named    bool         `json:"named" doc:"about the accounts that the configuration names alone"`
	Accounts []string     `json:"accounts" doc:"about these alone, by name or address; empty for all"`
	Levels   []AlertLevel `json:"levels" doc:"from the mildest to the worst"`
	Channels []string     `json:"channels" doc:"channels to tell; empty for all"`
}

// AlertLevel is one severity of a rule.
type AlertLevel struct {
	Severity feed.Severity `json:"severity" enum:"info,warning,critical"`
	Enter    *string       `json:"enter" doc:"the value beyond which it begins; null where the measure has none"`
	Leave    *string       `json:"leave" doc:"the value at which it is over"`
}

type ruleList struct {
	Rules []AlertRule `json:"rules"`
}

func (s *Server) alertRules(context.Context, *struct{}) (*answer[ruleList], error) {
	if s.options.Alerts == nil {
		return &answer[ruleList]{ruleList{[]AlertRule{}}}, nil
	}
	return &answer[ruleList]{ruleList{list(s.options.Alerts.Rules())}}, nil
}

// Notification is what became of one message.
type Notification struct {
	ID       string     `json:"id" doc:"the same however often it is sent"`
	Channel  string     `json:"channel"`
	State    string     `json:"state" enum:"waiting,sent,failed,expired"`
	Reason   string     `json:"reason" doc:"why the last attempt failed; empty if it didn't"`
	Attempts int        `json:"attempts"`
	Made     time.Time  `json:"made"`
	Settled  *time.Time `json:"settled"`
	Alerts   []string   `json:"alerts" doc:"what it tells of, by id; of many alerts the worst"`
	Omitted  int        `json:"omitted" doc:"how many more alerts it told of"`
}

// Channel is a way to tell people.
type Channel struct {
	Name string
	// Try sends a message that says it is a test, at once and once. Its error
	// holds no secret.
	Try func(context.Context) error
}

type alertList struct {
	Alerts []feed.Alert `json:"alerts"`
}

type notificationList struct {
	Notifications []Notification `json:"notifications"`
	Channels      []string       `json:"channels" doc:"those of the configuration, by name"`
}

func (s *Server) holding(context.Context, *struct{}) (*answer[alertList], error) {
	if s.options.Alerts == nil {
		return &answer[alertList]{alertList{[]feed.Alert{}}}, nil
	}
	alerts, err := s.options.Alerts.Holding()
	if err != nil {
		return nil, s.failed("listing alerts", err)
	}
	return &answer[alertList]{alertList{list(alerts)}}, nil
}

type notificationsInput struct {
	Limit int `query:"limit" minimum:"1" maximum:"1000" default:"100"`
}

func (s *Server) notifications(_ context.Context, in *notificationsInput) (*answer[notificationList], error) {
	out := notificationList{[]Notification{}, []string{}}
	for _, c := range s.options.Channels {
		out.Channels = append(out.Channels, c.Name)
	}
	if s.options.Alerts != nil {
		notifications, err := s.options.Alerts.Notifications(in.Limit)
		if err != nil {
			return nil, s.failed("listing notifications", err)
		}
		out.Notifications = list(notifications)
	}
	return &answer[notificationList]{out}, nil
}

type tryInput struct {
	Body struct {
		Channel string `json:"channel" maxLength:"64" doc:"the channel's name in the configuration"`
	}
}

func (s *Server) tryChannel(ctx context.Context, in *tryInput) (*struct{}, error) {
	at := slices.IndexFunc(s.options.Channels, func(c Channel) bool { return c.Name == in.Body.Channel })
	if at < 0 {
		return nil, huma.Error404NotFound("there is no such channel")
	}
	if err := s.options.Channels[at].Try(ctx); err != nil {
		return nil, huma.Error502BadGateway("the channel didn't take the message: " + err.Error())
	}
	return nil, nil
}

type acknowledgeInput struct {
	Body struct {
		ID string `json:"id" maxLength:"512" doc:"the alert's id"`
	}
}

type snoozeInput struct {
	Body struct {
		ID  string `json:"id" maxLength:"512" doc:"the alert's id"`
		For string `json:"for" maxLength:"32" doc:"for how long, like 8h or 30m; up to 720h"`
	}
}

func (s *Server) acknowledge(ctx context.Context, in *acknowledgeInput) (*struct{}, error) {
	return s.quieten(ctx, in.Body.ID, 0)
}

func (s *Server) snooze(ctx context.Context, in *snoozeInput) (*struct{}, error) {
	d, err := time.ParseDuration(in.Body.For)
	if err != nil || d <= 0 || d > 720*time.Hour {
		return nil, wrong("body.for", in.Body.For, "want a time span such as 8h, up to 720h")
	}
	return s.quieten(ctx, in.Body.ID, d)
}

func (s *Server) quieten(ctx context.Context, id string, d time.Duration) (*struct{}, error) {
	if s.options.Alerts == nil {
		return nil, huma.Error404NotFound(ErrNoAlert.Error())
	}
	err := s.options.Alerts.Acknowledge(ctx, id, d)
	switch {
	case errors.Is(err, ErrNoAlert):
		return nil, huma.Error404NotFound(ErrNoAlert.Error())
	case err != nil:
		return nil, s.failed("acknowledging an alert", err)
	}
	s.options.Log.Info("An alert was acknowledged", "alert", id, "for", d)
	return nil, nil
}

func writing(id, path, summary string) huma.Operation {
	o := operation(id, path, summary, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound)
	o.Method, o.DefaultStatus = http.MethodPost, http.StatusNoContent
	return o
}

func (s *Server) registerAlerts(api huma.API) {
	huma.Register(api, operation("alerts", "/v1/alerts", "Alerts that hold now"), s.holding)
	huma.Register(api, operation("notifications", "/v1/notifications", "Notifications that wait or were settled lately, newest first"), s.notifications)
	huma.Register(api, operation("rules", "/v1/alerts/rules", "Rules of what people are told"), s.alertRules)
	huma.Register(api, writing("acknowledge", "/v1/alerts/acknowledge", "Keep an alert quiet as long as it holds"), s.acknowledge)
	try := writing("try", "/v1/notifications/test", "Send a test message through a channel, at once and once")
	try.Errors = append(try.Errors, http.StatusBadGateway)
	huma.Register(api, try, s.tryChannel)
	huma.Register(api, writing("snooze", "/v1/alerts/snooze", "Keep an alert quiet for a while"), s.snooze)
}

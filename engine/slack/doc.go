// Package slack knows which positions can't have come to matter since they were weighed last, and so
// need not be looked at.
//
// Positions with the same slots form a group. A group remembers the scalars by which its positions
// were weighed, and of each position how much drift it can bear: by which factor its backing may lose
// against its debt before it falls to the line. When scalars move, no position of a group has lost
// more than the largest growth among the slots owed over the smallest among those that back. So a
// block costs a few divisions a group, and a look at those who can't bear the drift. What moves both
// sides alike, such as the dollar against everything, is no drift at all.
//
// Those near the line are watched instead: each by itself is weighed at every block, and named where it may have left
// the lines between which it stood.
//
// Both only ever err by naming positions that turn out not to matter. They compute in floating
// point and must never say how a position stands.
package slack

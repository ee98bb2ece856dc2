"""Who must hear what of the services' own events, written down apart from the services."""

from collections.abc import Mapping

from shared.events import (
    grid,
    grid_deadlines,
    intake,
    intake_bookings,
    intake_counter,
    intake_lifecycle,
    jobs,
    sources,
)

HEARS: Mapping[str, frozenset[str]] = {
    "grid": frozenset(
        event.type
        for event in (
            intake.ServiceRated,
            intake.ApplicationDecided,
            intake.ApplicationRefused,
            intake.ApplicationWithdrawn,
            intake_lifecycle.AcceptanceRevoked,
            intake_lifecycle.ApplicationTerminated,
        )
    ),
    "intake": frozenset({grid.HelpRequested.type, grid.RevisitRecorded.type}),
    "jobs": frozenset({intake.ApplicationAccepted.type}),
    "notify": frozenset(
        event.type
        for event in (
            grid.IncidentDispatched,
            grid.HandoffLapsed,
            grid.IncidentReported,
            grid.IncidentReturned,
            grid.IncidentFedBack,
            grid.HelpRequested,
            grid.HelpAnswered,
            sources.GridSourcePaused,
            intake.ApplicationReceived,
            intake.CorrectionRequested,
            intake.ApplicationAccepted,
            intake.ReviewStarted,
            intake.ApplicationDecided,
            grid_deadlines.StageMoved,
            grid_deadlines.StageNearDue,
            grid_deadlines.StageOverdue,
            grid.IncidentClosed,
            intake.ApplicationRefused,
            intake.ApplicationReturned,
            intake.ApplicationWithdrawn,
            intake.CaseDeadlineMoved,
            intake.CaseNearDue,
            intake.CaseOverdue,
            intake.SpecialProcedureStarted,
            intake.ServiceRated,
            intake.PapersSupplemented,
            intake_lifecycle.ApplicationSubmitted,
            intake_lifecycle.ApplicationPreRejected,
            intake_lifecycle.ApplicationTerminated,
            intake_lifecycle.AcceptanceRevoked,
            intake_lifecycle.ApprovalRevoked,
            intake_lifecycle.PromiseChecked,
            intake_lifecycle.PromiseLapsed,
            intake_lifecycle.RecallRequested,
            intake_lifecycle.RecallRefused,
            intake_lifecycle.ResultWithheld,
            intake_lifecycle.ReviewStepTaken,
            intake_counter.AuthorisationGiven,
            intake_counter.AuthorisationWithdrawn,
            intake_bookings.BookingNear,
            intake_bookings.BookingMovedUp,
            sources.IntakeSourcePaused,
            jobs.MatchSuggested,
            jobs.PostRefused,
            sources.JobsSourcePaused,
        )
    ),
}

package dev.candor.page;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A component, or a group when it has children. Groups may be nested; the v2 API knows two levels and gets them
/// flattened.
///
/// @param id 12 characters
/// @param status the last confirmed state. Of a group it is ignored: a group is as bad as its worst child
/// @param unknown nothing is known now; `status` is then what was last confirmed
/// @param updatedAt last change of `status`; not touched by becoming unknown
/// @param position from 1, within its group
/// @param days oldest first, at most 90; empty when no history is shown. Ignored for groups
/// @param startDate history counts from here
public record ComponentModel(
        String id,
        String name,
        Optional<String> description,
        ComponentStatus status,
        boolean unknown,
        Instant createdAt,
        Instant updatedAt,
        int position,
        Optional<String> groupId,
        List<ComponentModel> children,
        List<DayBar> days,
        Optional<LocalDate> startDate) {

    public ComponentModel {
        children = List.copyOf(children);
        days = List.copyOf(days);
    }

    /// A component that has only just begun: operational, no history, no group.
    public static ComponentModel of(String id, String name, Instant createdAt, int position) {
        return new ComponentModel(
                id,
                name,
                Optional.empty(),
                ComponentStatus.OPERATIONAL,
                false,
                createdAt,
                createdAt,
                position,
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty());
    }

    public boolean group() {
        return !children.isEmpty();
    }

    /// The components below that are not groups; itself when it is none.
    public Stream<ComponentModel> leaves() {
        return group() ? children.stream().flatMap(ComponentModel::leaves) : Stream.of(this);
    }

    /// The state to show: of a group the worst of its leaves.
    public ComponentStatus shownStatus() {
        return leaves().map(ComponentModel::status).reduce(ComponentStatus.OPERATIONAL, ComponentStatus::worst);
    }

    /// Of a group: something in it is unknown.
    public boolean anyUnknown() {
        return leaves().anyMatch(ComponentModel::unknown);
    }

    public ComponentModel describedAs(String text) {
        return new ComponentModel(
                id,
                name,
                Optional.of(text),
                status,
                unknown,
                createdAt,
                updatedAt,
                position,
                groupId,
                children,
                days,
                startDate);
    }

    public ComponentModel in(ComponentStatus state, Instant since) {
        return new ComponentModel(
                id, name, description, state, unknown, createdAt, since, position, groupId, children, days, startDate);
    }

    /// The last confirmed state and its time stay as they are.
    public ComponentModel withUnknown(boolean nothingKnown) {
        return new ComponentModel(
                id,
                name,
                description,
                status,
                nothingKnown,
                createdAt,
                updatedAt,
                position,
                groupId,
                children,
                days,
                startDate);
    }

    public ComponentModel withDays(List<DayBar> bars) {
        return new ComponentModel(
                id,
                name,
                description,
                status,
                unknown,
                createdAt,
                updatedAt,
                position,
                groupId,
                children,
                bars,
                bars.stream().findFirst().map(DayBar::date));
    }

    public ComponentModel inGroup(String group) {
        return new ComponentModel(
                id,
                name,
                description,
                status,
                unknown,
                createdAt,
                updatedAt,
                position,
                Optional.of(group),
                children,
                days,
                startDate);
    }

    public ComponentModel with(List<ComponentModel> members) {
        return new ComponentModel(
                id,
                name,
                description,
                status,
                unknown,
                createdAt,
                updatedAt,
                position,
                groupId,
                members,
                days,
                startDate);
    }
}

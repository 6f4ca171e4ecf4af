/// What was changed, by whom and when: deploys, migrations, flags. Detection and response both ask it; it decides
/// nothing.
package dev.candor.catalog.change;

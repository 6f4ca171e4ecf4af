/// Secrets at rest.
package dev.candor.platform.secret;

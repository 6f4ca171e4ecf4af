/// The PagerDuty Events API v2.
package dev.candor.detect.intake.pagerduty;

/// Our own generic JSON.
package dev.candor.detect.intake.json;

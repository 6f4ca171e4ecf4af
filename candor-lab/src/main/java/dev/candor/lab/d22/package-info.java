/// D22, a provider outage: the mail server and the push server take nothing for a while, and then everything.
package dev.candor.lab.d22;

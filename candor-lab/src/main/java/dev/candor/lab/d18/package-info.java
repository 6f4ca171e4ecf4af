/// D18, a copied postmortem: the text about one incident is pasted under another.
package dev.candor.lab.d18;

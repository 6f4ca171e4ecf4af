/// D14, the rule that could never fire: rules that are wrong in the ways rules really are, each put into service.
package dev.candor.lab.d14;

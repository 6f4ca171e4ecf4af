/// D07, wrong answers: a flag service whose new version answers 200 with a draft, fails on an empty trait and rejects
/// what old clients leave out.
package dev.candor.lab.d07;

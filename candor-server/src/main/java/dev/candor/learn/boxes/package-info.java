/// Two weeks at a look: a box per incident, the larger the longer, the darker the worse.
package dev.candor.learn.boxes;

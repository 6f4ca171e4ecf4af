/// The demo world.
package dev.candor.app.demo;

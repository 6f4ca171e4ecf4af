/// Forms for catalog documents: a description per kind, one mechanism that shows a document and reads it back.
package dev.candor.app.console.form;

package dev.candor.respond.gate;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Which functions a statement calls that nobody here knows: one of them may lock whatever it likes.
final class Functions {
    /// Of PostgreSQL's own functions those that only work something out, or count a sequence on; and the types that are
    /// written like a call.
    static final Set<String> KNOWN = words("""
            abs age array_agg array_append array_cat array_dims array_fill array_length array_lower array_ndims array_position
            array_positions array_prepend array_remove array_replace array_to_json array_to_string array_upper ascii avg bit_and
            bit_length bit_or bool_and bool_or btrim cardinality cbrt ceil ceiling char_length character_length chr
            clock_timestamp coalesce concat concat_ws convert_from convert_to count cume_dist currval current_database
            current_schema current_setting date_bin date_part date_trunc decode degrees dense_rank div encode every exp extract
            first_value floor format gen_random_uuid generate_series greatest grouping host initcap isfinite json_agg
            json_array_elements json_array_elements_text json_array_length json_build_array json_build_object json_each
            json_each_text json_extract_path json_extract_path_text json_object json_object_agg json_object_keys
            json_populate_record json_populate_recordset json_to_record json_to_recordset json_typeof jsonb_agg
            jsonb_array_elements jsonb_array_elements_text jsonb_array_length jsonb_build_array jsonb_build_object jsonb_each
            jsonb_each_text jsonb_extract_path jsonb_extract_path_text jsonb_insert jsonb_object jsonb_object_agg
            jsonb_object_keys jsonb_path_exists jsonb_path_query jsonb_populate_record jsonb_populate_recordset jsonb_pretty
            jsonb_set jsonb_strip_nulls jsonb_to_record jsonb_to_recordset jsonb_typeof justify_days justify_hours
            justify_interval lag last_value lastval lead least left length ln log lower lpad ltrim make_date make_interval
            make_time make_timestamp make_timestamptz max md5 min mod mode network nextval now nth_value ntile nullif
            num_nonnulls num_nulls octet_length overlay percent_rank percentile_cont percentile_disc pi position power
            quote_ident quote_literal quote_nullable radians random rank regexp_like regexp_match regexp_matches regexp_replace
            regexp_split_to_array regexp_split_to_table repeat replace reverse right round row_number row_to_json rpad rtrim
            set_config setval sha224 sha256 sha384 sha512 sign split_part sqrt starts_with statement_timestamp stddev
            string_agg string_to_array string_to_table strpos substr substring sum to_char to_date to_hex to_json to_jsonb
            to_number to_regclass to_regnamespace to_regtype to_timestamp to_tsquery to_tsvector transaction_timestamp
            translate trim trunc txid_current unnest upper uuidv4 uuidv7 variance version width_bucket
            """);

    static final Set<String> TYPES = words("""
            bit bool boolean bpchar box bytea char character cidr circle citext date datemultirange daterange dec decimal
            double float float4 float8 geography geometry hstore inet int int2 int4 int4multirange int4range int8
            int8multirange int8range integer interval json jsonb jsonpath line lseg ltree macaddr macaddr8 money name national
            nchar numeric nummultirange numrange oid path pg_lsn point polygon real regclass smallint bigint text time
            timestamp timestamptz timetz tsmultirange tsquery tsrange tstzmultirange tstzrange tsvector uuid varbit varchar
            vector xml
            """);

    /// Words before `(` that PostgreSQL does not take for the name of a function.
    private static final Set<String> RESERVED = words("""
            all and any array as between both case cast check distinct do else end except exists fetch filter from having in
            intersect into join lateral leading like ilike limit not null offset on only or over primary references returning
            row select set similar some symmetric table then to trailing union unique using values varying variadic when where
            with materialized if elsif while return
            """);

    private static final Set<String> BEFORE_A_LIST = Set.of("as", "into", "copy", "update", "::");

    private Functions() {}

    private static Set<String> words(String text) {
        return Arrays.stream(text.strip().split("\\s+")).collect(Collectors.toUnmodifiableSet());
    }

    /// Where the parenthesis that opens at an index is closed, and the other way round; its own index elsewhere.
    static int[] partners(List<Token> tokens) {
        var partners = new int[tokens.size()];
        var open = new java.util.ArrayDeque<Integer>();
        for (int i = 0; i < partners.length; i++) {
            partners[i] = i;
            if (tokens.get(i).is("(")) {
                open.push(i);
            } else if (tokens.get(i).is(")") && !open.isEmpty()) {
                partners[i] = open.peek();
                partners[open.pop()] = i;
            }
        }
        return partners;
    }

    /// Unknown functions by name, at most ten.
    static List<String> unknown(List<Token> tokens) {
        int[] partners = partners(tokens);
        var unknown = new TreeSet<String>();
        for (int i = 0; i + 1 < tokens.size(); i++) {
            if (tokens.get(i).names() && tokens.get(i + 1).is("(") && !known(tokens, partners, i)) {
                unknown.add(tokens.get(i).asName());
            }
        }
        return unknown.stream().limit(10).toList();
    }

    private static boolean known(List<Token> tokens, int[] partners, int at) {
        int start = at;
        while (start >= 2
                && tokens.get(start - 1).is(".")
                && tokens.get(start - 2).names()) {
            start -= 2;
        }
        Token name = tokens.get(at);
        Token before = start == 0 ? null : tokens.get(start - 1);
        if (before != null
                && (BEFORE_A_LIST.stream().anyMatch(before::is)
                        || before.is(")") && !isDistinctOn(tokens, partners[start - 1])
                        || commonTable(tokens, partners, before, start, at)
                        || after(before, name))) {
            return true;
        }
        if (at == 0 && name.is("copy")) {
            return true; // the statement
        }
        if (start == at && name.kind() == Token.Kind.WORD && RESERVED.contains(name.text())) {
            return true;
        }
        boolean own =
                start == at || start == at - 2 && tokens.get(start).asName().equals("pg_catalog");
        return own && (KNOWN.contains(name.asName()) || TYPES.contains(name.asName()));
    }

    /// Words that are no names behind these.
    private static boolean after(Token before, Token name) {
        return name.is("by") && (before.is("group") || before.is("order") || before.is("partition"))
                || name.is("group") && before.is("within")
                || name.is("sets") && before.is("grouping")
                || name.is("conflict") && before.is("on")
                || name.is("key") && (before.is("primary") || before.is("foreign"));
    }

    private static boolean isDistinctOn(List<Token> tokens, int open) {
        return open >= 2
                && tokens.get(open - 1).is("on")
                && tokens.get(open - 2).is("distinct");
    }

    /// `WITH name (columns) AS (SELECT …`
    private static boolean commonTable(List<Token> tokens, int[] partners, Token before, int start, int at) {
        boolean place = before.is("with")
                || before.is("recursive")
                || before.is(",") && start >= 2 && tokens.get(start - 2).is(")");
        var behind = new Words(tokens.subList(partners[at + 1] + 1, tokens.size()));
        return place
                && behind.take("as")
                && (behind.take("materialized") || behind.take("not", "materialized") || true)
                && (behind.here("(", "select") || behind.here("(", "with") || behind.here("(", "values", "("));
    }

    /// Whether a text of psql's stands in a statement (`:name`): it may be anything.
    static boolean hasVariable(List<Token> tokens) {
        int brackets = 0;
        for (int i = 0; i + 1 < tokens.size(); i++) {
            Token token = tokens.get(i);
            Token next = tokens.get(i + 1);
            brackets += token.is("[") ? 1 : token.is("]") ? -1 : 0;
            boolean colon = token.kind() == Token.Kind.SIGN
                    && token.text().endsWith(":")
                    && !token.text().endsWith("::");
            if (brackets == 0 && colon && next.start() == token.end() && next.kind() != Token.Kind.SIGN) {
                return true;
            }
        }
        return false;
    }
}

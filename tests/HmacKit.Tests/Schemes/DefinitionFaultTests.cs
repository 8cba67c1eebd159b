namespace HmacKit.Tests.Schemes;

/// <summary>A faulty definition is refused at once, with each fault, where it is and how to fix it.</summary>
public class DefinitionFaultTests
{
    private const string SignatureHeader = "Headers[\"X-Signature\"]";

    [Theory]
    [InlineData("")]
    [InlineData("Acme")]
    [InlineData("ac me")]
    [InlineData("acme_1")]
    [InlineData("\u00e4cme")]
    [InlineData("a2345678901234567890123456789012345678901234567890123456789012345")]
    [InlineData(null)]
    public void A_name_is_1_to_64_lower_case_letters_digits_and_hyphens(string? name) =>
        AssertFault(definition => definition.Name = name!, "Name", null, "lower-case letters");

    [Theory]
    [InlineData("a")]
    [InlineData("my-api-2")]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901234")]
    public void Such_a_name_is_taken(string name) => Assert.Equal(name, Compile(definition => definition.Name = name).Name);

    [Theory]
    [InlineData("{body", 0, "never closed")]
    [InlineData("{timestamp}.{body", 12, "never closed")]
    [InlineData("{body}}", 6, "closes nothing")]
    [InlineData("a}{body}", 1, "closes nothing")]
    [InlineData("{timestamp}.{bodi}", 12, "unknown part '{bodi}'")]
    [InlineData("v0:{Body}", 3, "unknown part '{Body}'")]
    [InlineData("{}{body}", 0, "unknown part '{}'")]
    [InlineData("{body:sha256}", 0, "unknown part")]
    [InlineData("{body:sha256:HEX}", 0, "unknown part")]
    [InlineData("{body:sha256:hex:bold}", 0, "unknown part")]
    [InlineData("{body:sha1:hex}", 0, "write legacy-sha1")]
    [InlineData("{body:md5:hex}", 0, "There is no MD5 in a message")]
    [InlineData("{body:raw}", 0, "The body is raw: write {body}")]
    [InlineData("{header:}{body}", 0, "unknown part")]
    [InlineData("{header:X Y}{body}", 0, "unknown part")]
    [InlineData("{json:member}{body}", 0, "unknown part")]
    [InlineData("[{id}{body}", 0, "'[' is never closed")]
    [InlineData("{id}].{body}", 4, "closes nothing")]
    [InlineData("{body}[text]", 11, "no part that could be empty")]
    [InlineData("{{body}}", null, "no part that comes from the request")]
    [InlineData("constant", null, "no part that comes from the request")]
    [InlineData("", null, "no part that comes from the request")]
    [InlineData(null, null, "no part that comes from the request")]
    public void A_message_that_can_not_be_read_is_a_fault_at_its_position(string? message, int? position, string words) =>
        AssertFault(definition => definition.Message = message!, "Message", position, words);

    [Theory]
    [InlineData("{body}{query:sig}")]
    [InlineData("{query:sig:sha256:hex}.{body}")]
    public void A_message_can_not_hold_the_parameter_that_carries_its_signature(string message) => AssertFault(
        definition =>
        {
            definition.Message = message;
            definition.Headers.Clear();
            definition.Query["sig"] = HeaderFormat.Text("{signature:hex}");
        },
        "Message",
        null,
        "is the signature itself");

    [Theory]
    [InlineData("a=b")]
    [InlineData("a;b")]
    [InlineData("a b")]
    [InlineData("")]
    public void A_cookie_has_a_name_that_a_request_can_hold(string name) =>
        AssertFault(definition => definition.Cookie[name] = HeaderFormat.Text("{id}"), $"Cookie[\"{name}\"]", null, "a cookie's name");

    [Theory]
    [InlineData("{token}")]
    [InlineData("v1,{token}")]
    public void A_token_is_not_one_of_a_list(string template) =>
        AssertFault(definition => definition.Headers["X-Token"] = HeaderFormat.List(template, ' '), "Headers[\"X-Token\"]", null, "a token stands by itself");

    [Fact]
    public void A_request_has_a_token_or_signatures_and_not_both() => AssertFault(
        definition =>
        {
            definition.Headers["X-Token"] = HeaderFormat.Text("{token}").Optional();
            definition.Query["sig"] = HeaderFormat.Text("{signature:hex}");
        },
        "Headers",
        null,
        "a token, which is the secret itself, or signatures, not both");

    [Theory]
    [InlineData("v1/{signature:hex}", "no '/', '?' or '#'")]
    [InlineData("{signature:hex}?", "no '/', '?' or '#'")]
    [InlineData("#{signature:hex}", "no '/', '?' or '#'")]
    [InlineData("{signature:base64}", "use base64url or hex")]
    public void What_would_end_a_segment_of_a_path_can_not_be_carried_in_it(string template, string words) => AssertFault(
        definition =>
        {
            definition.Message = "{body}";
            definition.Headers.Clear();
            definition.PathSegment[1] = HeaderFormat.Text(template);
        },
        "PathSegment[1]",
        null,
        words);

    [Theory]
    [InlineData("{keyid}{body}", 0, "behind")]
    [InlineData("{keyid}{path}", 0, "behind")]
    [InlineData("{method}{target}\n{body}", 0, "behind")]
    [InlineData("{header:Host}{body}", 0, "behind")]
    [InlineData("{body}{keyid}", 6, "before")]
    [InlineData("{query:sorted-json}{keyid}", 19, "before")]
    [InlineData("{method}.{keyid}{body}", 9, "behind")]
    [InlineData("{path}{body:sha256:hex}{keyid}", 23, "before")]
    [InlineData("{path}{body:sha256:hex}.{body}", 0, "behind")]
    [InlineData("{body}.{body:sha256:hex}{path}", 24, "before")]
    [InlineData("{body}.{query:sorted-json}", 7, "any bytes at all")]
    [InlineData("{body}{body}", 6, "any bytes at all")]
    public void An_ambiguous_layout_is_a_fault_unless_it_says_why(string message, int position, string words)
    {
        void Change(SchemeDefinition definition)
        {
            definition.Message = message;
            definition.Headers.Add("X-Key", HeaderFormat.Text("{keyid}"));
        }

        AssertFault(Change, "Message", position, words);
        AssertFault(Change, "Message", position, nameof(SchemeDefinition.AmbiguousBecause));
        SignatureScheme scheme = Compile(definition =>
        {
            Change(definition);
            definition.AmbiguousBecause = "the vendor does it so";
        });
        Assert.Equal("the vendor does it so", scheme.AmbiguousBecause);
        AssertFault(definition =>
        {
            Change(definition);
            definition.AmbiguousBecause = " ";
        }, "Message", position, words);
    }

    [Theory]
    [InlineData("{body}")]
    [InlineData("{keyid}.{body}")]
    [InlineData("{body}.{keyid}")]
    [InlineData("{keyid}.{method} {body}|{path}|{query}")]
    [InlineData("{keyid}{body:sha256:hex}")]
    [InlineData("{body:sha256:hex}{keyid}")]
    [InlineData("{method} {keyid}{body:sha256:hex}.{path}")]
    [InlineData("{body:sha256:hex}{body:sha512:base64}{body}")]
    public void A_layout_with_delimiters_is_not_ambiguous_and_needs_no_reason(string message)
    {
        SignatureScheme scheme = Compile(definition =>
        {
            definition.Message = message;
            definition.Headers.Add("X-Key", HeaderFormat.Text("{keyid}"));
        });
        Assert.Null(scheme.AmbiguousBecause);
    }

    [Theory]
    [InlineData("{body}", null)]
    [InlineData("{keyid}{body:sha256:hex}", null)]
    [InlineData("{keyid}.{body}", "a vendor's ids have dots")]
    public void A_reason_lifts_the_check_for_delimiters_and_is_kept_where_there_was_one(string message, string? reason) =>
        Assert.Equal(reason, Compile(definition =>
        {
            definition.Message = message;
            definition.Headers.Add("X-Key", HeaderFormat.Text("{keyid}"));
            definition.AmbiguousBecause = "a vendor's ids have dots";
        }).AmbiguousBecause);

    [Theory]
    [InlineData("{signature:hex", 0, "never closed")]
    [InlineData("v0={signature}", 3, "unknown placeholder '{signature}'")]
    [InlineData("v0={signature:HEX}", 3, "unknown placeholder")]
    [InlineData("{body}", 0, "unknown placeholder '{body}'")]
    [InlineData("v0\u00fc={signature:hex}", 0, "printable ASCII")]
    [InlineData("v0\r\n={signature:hex}", 0, "printable ASCII")]
    [InlineData("{keyid}{signature:hex}", 7, "fixed text between")]
    [InlineData("{signature:raw}", 0, "can't stand in it")]
    [InlineData("", null, "no placeholder")]
    public void A_header_template_that_can_not_be_read_is_a_fault_at_its_position(string template, int? position, string words) =>
        AssertFault(definition => definition.Headers["X-Signature"] = HeaderFormat.Text(template), SignatureHeader, position, words);

    [Theory]
    [InlineData("{keyid},v1={signature:hex}", "fixed text and one placeholder")]
    [InlineData("v1={signature:hex},", "fixed text and one placeholder")]
    [InlineData("k={keyid};v1={signature:hex}", "with ',' between fields")]
    [InlineData("k={keyid}v1={signature:hex}", "with ',' between fields")]
    [InlineData("k={keyid},{signature:hex}", "empty or contains the separator")]
    [InlineData("k={keyid},a,b={signature:hex}", "empty or contains the separator")]
    [InlineData("k,l={keyid},v={signature:hex}", "empty or contains the separator")]
    [InlineData("v={keyid},v={signature:hex}", "can't be told apart")]
    [InlineData("v={keyid},v=1={signature:hex}", "can't be told apart")]
    public void Fields_that_can_not_be_taken_apart_are_a_fault(string template, string words) =>
        AssertFault(definition => definition.Headers["X-Signature"] = HeaderFormat.Fields(template), SignatureHeader, null, words);

    [Theory]
    [InlineData("v1={signature:hex} ")]
    [InlineData("k={keyid} v1={signature:hex}")]
    public void A_list_whose_item_is_not_fixed_text_and_a_placeholder_is_a_fault(string template) =>
        AssertFault(definition => definition.Headers["X-Signature"] = HeaderFormat.List(template), SignatureHeader, null, "list item");

    [Theory]
    [InlineData("")]
    [InlineData("X Signature")]
    [InlineData("X-Signature\r\n")]
    [InlineData("X-Sign\u00e4ture")]
    public void A_header_name_is_a_token(string name) =>
        AssertFault(definition => definition.Headers.Add(name, HeaderFormat.Text("{keyid}")), $"Headers[\"{name}\"]", null, "isn't a header name");

    [Fact]
    public void A_header_needs_a_format() =>
        AssertFault(definition => definition.Headers["X-Signature"] = null!, SignatureHeader, null, "format is null");

    [Fact]
    public void Exactly_one_header_carries_the_signature()
    {
        AssertFault(definition => definition.Headers.Clear(), "Headers", null, "here it is 0");
        AssertFault(definition => definition.Headers.Add("X-2", HeaderFormat.Text("{signature:hex}")), "Headers", null, "here it is 2");
        AssertFault(definition => definition.Headers["X-Signature"] = HeaderFormat.Text("{signature:hex} {signature:hex}"), "Headers", null, "here it is 2");
    }

    [Theory]
    [InlineData("timestamp")]
    [InlineData("id")]
    [InlineData("nonce")]
    [InlineData("keyid")]
    public void What_is_signed_must_be_carried(string name) =>
        AssertFault(definition => definition.Message = $"{{{name}}}.{{body}}", "Headers", null, $"{{{name}}} is in the message, but no header carries it");

    [Theory]
    [InlineData("timestamp")]
    [InlineData("id")]
    [InlineData("nonce")]
    public void What_is_carried_must_be_signed(string name) =>
        AssertFault(definition => definition.Headers.Add("X-Value", HeaderFormat.Text($"{{{name}}}")), "Message", null, $"{{{name}}} is in a header but not in the message");

    [Fact]
    public void A_key_id_may_be_carried_without_being_signed_since_only_its_own_key_fits() =>
        Assert.True(Compile(definition => definition.Headers.Add("X-Key", HeaderFormat.Text("{keyid}"))).HasKeyId);

    [Fact]
    public void Signing_with_all_keys_needs_a_header_with_room_and_a_request_that_is_not_known_by_its_signature()
    {
        AssertFault(definition => definition.SignsWithAllKeys = true, "SignsWithAllKeys", null, "HeaderFormat.List");
        AssertFault(definition =>
        {
            definition.SignsWithAllKeys = true;
            definition.Headers["X-Signature"] = HeaderFormat.Fields("t={timestamp},v1={signature:hex}");
            definition.Message = "{timestamp}.{body}";
            definition.Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(5));
            definition.Replay = ReplayRule.BySignature;
        }, "SignsWithAllKeys", null, "ReplayRule.ById");
    }

    [Fact]
    public void A_signed_time_needs_a_window_and_a_window_a_signed_time()
    {
        AssertFault(definition =>
        {
            definition.Message = "{timestamp}.{body}";
            definition.Headers.Add("X-Time", HeaderFormat.Text("{timestamp}"));
        }, "Freshness", null, "how old it may be");
        AssertFault(definition => definition.Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(5)), "Freshness", null, "an unsigned time proves nothing");
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1, 1)]
    [InlineData(86_401, 1)]
    [InlineData(1, -1)]
    [InlineData(1, 86_401)]
    public void A_window_is_over_zero_and_at_most_a_day(int maxAge, int maxSkew) => AssertFault(
        definition => SetTime(definition, new(TimestampFormat.UnixSeconds, TimeSpan.FromSeconds(maxAge), TimeSpan.FromSeconds(maxSkew))),
        "Freshness", null, "at most 24 hours");

    [Theory]
    [InlineData(86_400, 86_400)]
    [InlineData(1, 0)]
    public void Windows_up_to_a_day_are_taken(int maxAge, int maxSkew)
    {
        var rule = new FreshnessRule(TimestampFormat.UnixSeconds, TimeSpan.FromSeconds(maxAge), TimeSpan.FromSeconds(maxSkew));
        Assert.Same(rule, Compile(definition => SetTime(definition, rule)).Freshness);
        Assert.Equal(TimeSpan.FromDays(1), FreshnessRule.MaxWindow);
    }

    [Fact]
    public void An_unknown_format_or_rule_is_a_fault()
    {
        AssertFault(definition => SetTime(definition, new((TimestampFormat)99, TimeSpan.FromMinutes(5))), "Freshness", null, "format is unknown");
        AssertFault(definition =>
        {
            SetTime(definition, new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(5)));
            definition.Replay = (ReplayRule)99;
        }, "Replay", null, "rule is unknown");
    }

    [Theory]
    [InlineData(ReplayRule.ById, "{id}")]
    [InlineData(ReplayRule.ByNonce, "{nonce}")]
    public void A_replay_rule_needs_its_value_in_the_message(ReplayRule rule, string part) => AssertFault(definition =>
    {
        SetTime(definition, new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(5)));
        definition.Replay = rule;
    }, "Replay", null, $"{rule} needs {part} in the message");

    [Theory]
    [InlineData(ReplayRule.ById)]
    [InlineData(ReplayRule.ByNonce)]
    [InlineData(ReplayRule.BySignature)]
    public void A_replay_rule_needs_a_window(ReplayRule rule) =>
        AssertFault(definition => definition.Replay = rule, "Replay", null, "needs a time window");

    [Fact]
    public void Algorithm_and_secret_format_must_not_be_null()
    {
        AssertFault(definition => definition.Algorithm = null!, "Algorithm", null, "must not be null");
        AssertFault(definition => definition.SecretFormat = null!, "SecretFormat", null, "must not be null");
    }

    [Fact]
    public void A_part_of_your_own_must_be_used_and_have_a_name_of_its_own()
    {
        AssertFault(definition => definition.CustomParts.Add("mine", new NoPart()), "CustomParts", null, "'mine' isn't in the message");
        AssertFault(definition => definition.CustomParts.Add("body", new NoPart()), "CustomParts", null, "'body' isn't in the message");
        AssertFault(definition =>
        {
            definition.Message = "{mine}";
            definition.CustomParts.Add("mine", null!);
        }, "Message", 0, "unknown part '{mine}'");
    }

    [Fact]
    public void All_faults_are_listed_at_once_in_the_order_of_the_definition()
    {
        var exception = Assert.Throws<SchemeDefinitionException>(() => SignatureScheme.Compile(new()
        {
            Name = "A B",
            Message = "{bodi}.{id}{body}",
            Headers =
            {
                ["X Y"] = HeaderFormat.Text("{signatur}"),
                ["X-Time"] = HeaderFormat.Text("{timestamp}"),
            },
            Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.Zero),
            Replay = ReplayRule.ByNonce,
        }));
        Assert.Equal(
            ["Name", "Message", "Message", "Headers[\"X Y\"]", "Headers[\"X Y\"]", "Headers[\"X Y\"]", "Headers", "Message", "Headers", "Freshness", "Freshness", "Replay"],
            exception.Faults.Select(fault => fault.Place));
        Assert.Equal([null, 0, 7, null, 0, null], exception.Faults.Take(6).Select(fault => fault.Position));
        Assert.Contains("'A B' has 12 fault(s)", exception.Message, StringComparison.Ordinal);
        Assert.All(exception.Faults, fault => Assert.Contains("  - " + fault, exception.Message, StringComparison.Ordinal));
        Assert.StartsWith("Message, position 0: ", exception.Faults[1].ToString(), StringComparison.Ordinal);
        Assert.StartsWith("Name: ", exception.Faults[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_definition_and_its_templates_are_needed()
    {
        Assert.Throws<ArgumentNullException>(() => SignatureScheme.Compile(null!));
        Assert.Throws<ArgumentNullException>(() => HeaderFormat.Text(null!));
    }

    private static SignatureScheme Compile(Action<SchemeDefinition> change)
    {
        var definition = new SchemeDefinition
        {
            Name = "test",
            Message = "{body}",
            Headers = { ["X-Signature"] = HeaderFormat.Text("{signature:hex}") },
        };
        change(definition);
        return SignatureScheme.Compile(definition);
    }

    private static void AssertFault(Action<SchemeDefinition> change, string place, int? position, string words)
    {
        var exception = Assert.Throws<SchemeDefinitionException>(() => Compile(change));
        Assert.Contains(exception.Faults, fault =>
            fault.Place == place && fault.Position == position && fault.Message.Contains(words, StringComparison.Ordinal));
    }

    private static void SetTime(SchemeDefinition definition, FreshnessRule rule)
    {
        definition.Message = "{timestamp}.{body}";
        definition.Headers.Add("X-Time", HeaderFormat.Text("{timestamp}"));
        definition.Freshness = rule;
    }

    private sealed class NoPart : MessagePart
    {
        protected internal override bool TryWrite(in MessageInput input, ref MessageWriter writer) => true;
    }
}

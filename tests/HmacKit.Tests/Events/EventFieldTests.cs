using System.Text;

namespace HmacKit.Tests.Events;

/// <summary>Ids and types of events, each from a body as its vendor documents it.</summary>
public class EventFieldTests
{
    [Theory]
    [InlineData("stripe", """{"id":"evt_1NG8Du2eZvKYlo2CUI79vXWy","object":"event","type":"plan.created"}""", "evt_1NG8Du2eZvKYlo2CUI79vXWy", "plan.created")]
    [InlineData("slack", """{"token":"z","team_id":"T1","event":{"type":"app_mention"},"type":"event_callback","event_id":"Ev08MFMKH6"}""", "Ev08MFMKH6", "app_mention")]
    [InlineData("paddle", """{"event_id":"evt_01h7","event_type":"transaction.paid","data":{}}""", "evt_01h7", "transaction.paid")]
    [InlineData("pagerduty", """{"event":{"id":"01BXVQ","event_type":"incident.priority_updated"}}""", "01BXVQ", "incident.priority_updated")]
    [InlineData("trello", """{"action":{"id":"51f9424bcd6e040f3c002412","type":"updateBoard"}}""", "51f9424bcd6e040f3c002412", "updateBoard")]
    public void A_vendor_s_event_is_known_by_what_its_documentation_says(string scheme, string body, string id, string type)
    {
        SignatureScheme found = SchemeCatalog.Find(scheme)!;
        Assert.Equal((EventFieldStatus.Found, id), Read(found.EventIdentity!, body));
        Assert.Equal((EventFieldStatus.Found, type), Read(found.EventType!, body));
        Assert.True(found.EventIdentity!.IsSigned);
    }

    [Theory]
    [InlineData("openai", """{"object":"event","id":"evt_685343a1381c819085d44c354e1b330e","type":"response.completed","created_at":1750287018,"data":{"id":"resp_abc123"}}""", "response.completed")]
    [InlineData("liveblocks", """{"type":"commentCreated","data":{"projectId":"my-project-id","roomId":"my-room-id"}}""", "commentCreated")]
    [InlineData("brex", """{"event_type":"TRANSFER_PROCESSED","transfer_id":"dptx_abc","company_id":"cuacc_abc"}""", "TRANSFER_PROCESSED")]
    [InlineData("clerk", """{"data":{"id":"user_29w83sxmDNGwOuEthce5gg56FcC"},"object":"event","type":"user.created"}""", "user.created")]
    public void A_vendor_of_Standard_Webhooks_says_the_type_in_its_own_way(string scheme, string body, string type) =>
        Assert.Equal((EventFieldStatus.Found, type), Read(SchemeCatalog.Find(scheme)!.EventType!, body));

    [Fact]
    public void A_header_is_said_to_be_unsigned_and_must_be_there_once()
    {
        EventField field = SchemeCatalog.GitHub.EventIdentity!;
        Assert.False(field.IsSigned);
        Assert.Equal("X-GitHub-Delivery", field.HeaderName);
        Assert.Equal(EventFieldStatus.Found, field.Read(default, HeaderValue.Of("72d3162e-cc78-11e3-81ab-4c9367dc0958"), out string id));
        Assert.Equal("72d3162e-cc78-11e3-81ab-4c9367dc0958", id);
        Assert.Equal(EventFieldStatus.Malformed, field.Read(default, HeaderValue.Repeated, out _));
        Assert.Equal(EventFieldStatus.Missing, field.Read(default, default, out _));
        Assert.Equal(EventFieldStatus.Malformed, field.Read(default, HeaderValue.Of(new string('a', 257)), out _));
        Assert.Contains("isn't signed", field.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", EventFieldStatus.Missing)]
    [InlineData("""{"id":null}""", EventFieldStatus.Missing)]
    [InlineData("""{"ID":"a"}""", EventFieldStatus.Missing)]
    [InlineData("""{"id":7}""", EventFieldStatus.Found)]
    [InlineData("""{"id":""}""", EventFieldStatus.Malformed)]
    [InlineData("""{"id":"a","id":"b"}""", EventFieldStatus.Malformed)]
    [InlineData("""{"id":{"a":1}}""", EventFieldStatus.Malformed)]
    [InlineData("""{"id":"a"} x""", EventFieldStatus.Malformed)]
    [InlineData("""{"id":"\ud800"}""", EventFieldStatus.Malformed)]
    [InlineData("""{"id":"a\r\nERROR: Webhook paid"}""", EventFieldStatus.Malformed)]
    [InlineData("""{"id":"a\u0000"}""", EventFieldStatus.Malformed)]
    [InlineData("""{"id":"a\u009bb"}""", EventFieldStatus.Malformed)]
    [InlineData("id=a", EventFieldStatus.Malformed)]
    [InlineData("", EventFieldStatus.Malformed)]
    public void What_can_t_be_told_is_no_id(string body, EventFieldStatus status) => Assert.Equal(status, Read(EventField.Json("/id"), body).Status);

    [Fact]
    public void An_id_of_a_megabyte_is_no_id() =>
        Assert.Equal(EventFieldStatus.Malformed, Read(EventField.Json("/id"), $$"""{"id":"{{new string('a', 1024 * 1024)}}"}""").Status);

    [Fact]
    public void A_digest_of_what_is_signed_tells_times_apart_and_one_of_the_body_does_not()
    {
        byte[] body = "{}"u8.ToArray();
        SignedEvent first = new(null, null, DateTimeOffset.UnixEpoch, body);
        SignedEvent later = first with { SignedAt = DateTimeOffset.UnixEpoch.AddSeconds(1) };
        Assert.NotEqual(Value(EventField.SignedContent, first), Value(EventField.SignedContent, later));
        Assert.Equal(Value(EventField.BodyDigest, first), Value(EventField.BodyDigest, later));

        // echo -n '{}' | sha256sum
        Assert.Equal("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a", Value(EventField.BodyDigest, first));
    }

    [Fact]
    public void A_body_with_several_events_is_each_of_them()
    {
        EventField field = SchemeCatalog.Line.EventIdentity!;
        byte[] body = """{"destination":"x","events":[{"type":"message","webhookEventId":"01FZ"}, {"type":"follow","webhookEventId":"01FY"}]}"""u8.ToArray();
        Assert.True(field.TrySplit(body, out IReadOnlyList<ReadOnlyMemory<byte>> events));
        Assert.Equal(["01FZ", "01FY"], events.Select(part => Value(field, new SignedEvent(null, null, null, part))));
        Assert.Equal("""{"type":"follow","webhookEventId":"01FY"}""", Encoding.UTF8.GetString(events[1].Span));

        // What the vendor's console sends when the address is checked.
        Assert.True(field.TrySplit("""{"destination":"x","events":[]}"""u8.ToArray(), out events));
        Assert.Empty(events);
        Assert.False(field.TrySplit("""{"destination":"x"}"""u8.ToArray(), out _));
        Assert.False(field.TrySplit(Encoding.UTF8.GetBytes($$"""{"events":[{{string.Join(',', Enumerable.Repeat("1", 1001))}}]}"""), out _));
    }

    [Fact]
    public void Without_a_word_of_its_own_a_scheme_s_replay_rule_says_what_an_event_is()
    {
        Assert.Same(EventField.SignedId, SchemeCatalog.OneRing.EventIdentity);
        Assert.Same(EventField.SignedId, SchemeCatalog.StandardWebhooks.EventIdentity);
        Assert.Null(SchemeCatalog.Body.EventIdentity);
    }

    [Fact]
    public void A_pointer_a_header_and_an_id_that_can_t_be_are_refused_at_once()
    {
        Assert.Throws<ArgumentException>(() => EventField.Json("id"));
        Assert.Throws<ArgumentException>(() => EventField.Header("X Id"));
        SchemeDefinitionException exception = Assert.Throws<SchemeDefinitionException>(() => SignatureScheme.Compile(new()
        {
            Name = "mine",
            Message = "{body}",
            Headers = { ["X-Signature"] = HeaderFormat.Text("{signature:hex}") },
            EventIdentity = EventField.SignedId,
        }));
        Assert.Contains(nameof(SchemeDefinition.EventIdentity), exception.Message, StringComparison.Ordinal);
    }

    private static (EventFieldStatus Status, string Value) Read(EventField field, string body)
    {
        EventFieldStatus status = field.Read(new SignedEvent(null, null, null, Encoding.UTF8.GetBytes(body)), default, out string value);
        return (status, value);
    }

    private static string Value(EventField field, in SignedEvent verified)
    {
        Assert.Equal(EventFieldStatus.Found, field.Read(verified, default, out string value));
        return value;
    }
}

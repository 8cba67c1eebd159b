using System.Text.Json.Nodes;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Providers.Json;

namespace Providers.Guide;

/// <summary>A list that can be read in pages and behind a cursor, and whose records are created, changed and deleted by their version.</summary>
internal sealed class RecordEndpoints(RecordCollection records, RecordKind kind, RecordEvents events)
{
    public IResult List(HttpContext context)
    {
        if (context.Request.Query.ContainsKey(CursorQuery.Name))
        {
            return CursorQuery.TryRead(context, out CursorQuery cursor)
                ? ListAfter(context, cursor)
                : Error(StatusCodes.Status400BadRequest, "cursor is one that an answer gave, or empty to begin; limit is a whole number from 1 to 100.");
        }

        if (!PageQuery.TryRead(context, out PageQuery query))
        {
            return Error(StatusCodes.Status400BadRequest, "page and limit are whole numbers over zero; limit is at most 100.");
        }

        (List<string> page, long total) = records.List(query.Page, query.Limit);
        string path = context.Request.Path.ToUriComponent();
        return ApiJson.Answer(new
        {
            data = page.Select(static body => JsonNode.Parse(body)),
            page = query.Page,
            limit = query.Limit,
            total,
            next = query.Next(path, total),
            prev = query.Previous(path, total),
        });
    }

    /// <summary>The list as version 1 had it: without links, and with how many pages there are.</summary>
    public IResult ListAsVersion1(HttpContext context)
    {
        if (!PageQuery.TryRead(context, out PageQuery query))
        {
            return Error(StatusCodes.Status400BadRequest, "page and limit are whole numbers over zero; limit is at most 100.");
        }

        (List<string> page, long total) = records.List(query.Page, query.Limit);
        return ApiJson.Answer(new JsonObject
        {
            [kind.Name] = new JsonArray([.. page.Select(static body => JsonNode.Parse(body))]),
            ["page"] = query.Page,
            ["pages"] = (total + query.Limit - 1) / query.Limit,
        });
    }

    public IResult Find(HttpContext context, string id)
    {
        if (records.Find(id) is not { } body)
        {
            return NotFound;
        }

        string tag = RecordCollection.TagOf(body);
        context.Response.Headers.ETag = tag;
        return Matches(context.Request.Headers.IfNoneMatch, tag) ? Results.StatusCode(StatusCodes.Status304NotModified) : Show(body);
    }

    public async Task<IResult> CreateAsync(HttpContext context)
    {
        if (await ReadAsync(context) is not { } record)
        {
            return Error(StatusCodes.Status400BadRequest, kind.Rule);
        }

        (string id, string body) = (record[kind.Id]!.GetValue<string>(), record.ToJsonString());
        if (!records.TryCreate(id, body))
        {
            return Error(StatusCodes.Status409Conflict, records.Find(id) is null ? "There are too many already." : $"There is one with this {kind.Id} already.");
        }

        await TellAsync("created", record);
        context.Response.Headers.ETag = RecordCollection.TagOf(records.Find(id) ?? body);
        context.Response.Headers.Location = $"{context.Request.Path.ToUriComponent()}/{Uri.EscapeDataString(id)}";
        return Show(body, StatusCodes.Status201Created);
    }

    public async Task<IResult> ReplaceAsync(HttpContext context, string id)
    {
        if (context.Request.Headers.IfMatch.Count == 0)
        {
            return VersionRequired;
        }

        if (await ReadAsync(context, id) is not { } record || record[kind.Id]!.GetValue<string>() != id)
        {
            return Error(StatusCodes.Status400BadRequest, $"{kind.Rule} {kind.Id} is the one of the address.");
        }

        if (Refused(records.Replace(id, record.ToJsonString(), tag => Matches(context.Request.Headers.IfMatch, tag))) is { } refused)
        {
            return refused;
        }

        await TellAsync("changed", record);
        return Find(context, id);
    }

    public async Task<IResult> DeleteAsync(HttpContext context, string id)
    {
        if (context.Request.Headers.IfMatch.Count == 0)
        {
            return VersionRequired;
        }

        if (Refused(records.Delete(id, tag => Matches(context.Request.Headers.IfMatch, tag))) is { } refused)
        {
            return refused;
        }

        await TellAsync("deleted", new JsonObject { [kind.Id] = id });
        return Results.NoContent();
    }

    private Task TellAsync(string what, JsonObject record) => events.TellAsync($"{kind.Name}.{what}", record);

    private static IResult NotFound => Error(StatusCodes.Status404NotFound, "There is none with this id.");

    private static IResult VersionRequired => Error(StatusCodes.Status428PreconditionRequired, "Send If-Match with the ETag of the version that you want to change.");

    private static IResult? Refused(RecordOutcome outcome) => outcome switch
    {
        RecordOutcome.Done => null,
        RecordOutcome.Changed => Error(StatusCodes.Status412PreconditionFailed, "Somebody has changed it in the meantime: read it again."),
        _ => NotFound,
    };

    /// <summary>Whether a list of entity tags names a version; weak ones name none.</summary>
    private static bool Matches(StringValues header, string tag) =>
        EntityTagHeaderValue.TryParseStrictList(header, out IList<EntityTagHeaderValue>? tags) && tags.Any(one => one.Tag == "*" || (!one.IsWeak && one.Tag == tag));

    private async Task<JsonObject?> ReadAsync(HttpContext context, string? id = null)
    {
        if (await ApiJson.ReadAsync<JsonObject>(context) is not { } sent)
        {
            return null;
        }

        if (id is not null && !sent.ContainsKey(kind.Id))
        {
            sent[kind.Id] = id;
        }

        return kind.Read(sent);
    }

    /// <summary>A page behind a place in the list, which stays where it is while the list changes.</summary>
    private IResult ListAfter(HttpContext context, CursorQuery cursor)
    {
        List<(string Id, string Body)> page = records.ListAfter(cursor.After, cursor.Limit + 1);
        bool isMore = page.Count > cursor.Limit;
        page = page[..Math.Min(page.Count, cursor.Limit)];
        string? next = isMore ? CursorQuery.Write(page[^1].Id) : null;
        return ApiJson.Answer(new
        {
            data = page.Select(static record => JsonNode.Parse(record.Body)),
            limit = cursor.Limit,
            next_cursor = next,
            next = next is null ? null : $"{context.Request.Path.ToUriComponent()}?cursor={next}&limit={cursor.Limit}",
        });
    }

    private static IResult Show(string body, int status = StatusCodes.Status200OK) => Results.Text(body, "application/json", statusCode: status);

    private static IResult Error(int status, string error) => ApiJson.Answer(new { error }, status);
}

namespace HmacKit;

/// <summary>Where a request carries a value.</summary>
public enum CarrierKind
{
    /// <summary>A header.</summary>
    Header,

    /// <summary>A parameter of the query.</summary>
    Query,

    /// <summary>A field of a form body (<c>application/x-www-form-urlencoded</c>).</summary>
    Form,

    /// <summary>A member of a JSON body, by its pointer (RFC 6901).</summary>
    Json,

    /// <summary>A segment of the path, counted from 1.</summary>
    PathSegment,

    /// <summary>A cookie.</summary>
    Cookie,

    /// <summary>A member of an XML body that is one element with only elements of text in it, by its name.</summary>
    Xml,
}

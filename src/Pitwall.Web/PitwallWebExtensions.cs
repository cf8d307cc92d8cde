using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Pitwall.Web.Assets;
using Pitwall.Web.Security;

namespace Pitwall.Web;

/// <summary>Registers the UI kit.</summary>
public static class PitwallWebExtensions
{
    /// <summary>Adds server-rendered components and what they need.</summary>
    public static IServiceCollection AddPitwallWeb(this IServiceCollection services)
    {
        services.AddRazorComponents();
        // Keys that never leave the process need no encryption; without saying so, the framework warns at each start.
        services.Configure<KeyManagementOptions>(options => (options.XmlRepository, options.XmlEncryptor) = (new KeysInMemory(), new NullXmlEncryptor()));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<AssetSet>();
        return services;
    }

    /// <summary>Maps the styles, scripts and libraries, and the icon that browsers ask for by name.</summary>
    public static IEndpointRouteBuilder MapPitwallWeb(this IEndpointRouteBuilder endpoints)
    {
        // GET /assets/{hash}/{path} - one embedded file, to be kept for ever
        endpoints.MapGet(AssetSet.Root + "/{hash}/{**path}", Serve).ExcludeFromDescription();
        // GET /favicon.ico - the icon without a hash
        endpoints.MapGet("/favicon.ico", (AssetSet assets, HttpContext http) => Serve("", "img/mark.svg", assets, http)).ExcludeFromDescription();
        return endpoints;
    }

    private static IResult Serve(string hash, string path, AssetSet assets, HttpContext http)
    {
        if (assets.Find(path) is not { } asset) return TypedResults.NotFound();
        // A page of an earlier build may still be open and ask by its own hash: it gets the file, but must not keep it.
        http.Response.Headers.CacheControl = hash == assets.Hash ? "public, max-age=31536000, immutable" : "no-cache";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.Bytes(asset.Bytes, asset.ContentType);
    }
}

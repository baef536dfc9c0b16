namespace Debate.Contracts;

/// <summary>The names by which a client and its server recognise each other.</summary>
public static class ClusterName
{
    /// <summary>The Orleans service id.</summary>
    public const string Service = "debate";

    /// <summary>The Orleans cluster id of a server.</summary>
    public const string Cluster = "debate";

    /// <summary>The file in the data folder that holds the address of the server's gateway: ADDRESS:PORT.</summary>
    public const string GatewayFile = "gateway";
}

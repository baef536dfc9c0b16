namespace Debate.Contracts;

/// <summary>The names by which a client and a server that belong together know each other.</summary>
public static class ClusterName
{
    /// <summary>The service.</summary>
    public const string Service = "debate";

    /// <summary>The cluster that one server makes.</summary>
    public const string Cluster = "debate";

    /// <summary>The file in the data folder that says where the gateway of the server over it is: ADDRESS:PORT.</summary>
    public const string GatewayFile = "gateway";
}

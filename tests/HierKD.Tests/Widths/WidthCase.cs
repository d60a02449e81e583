namespace HierKD.Tests;

/// <summary>A network whose layers have invented times.</summary>
internal sealed class WidthCase
{
    private WidthCase(FilterGraph graph, LayerCalls calls) => (Graph, Calls) = (graph, calls);

    public FilterGraph Graph { get; }

    public LayerCalls Calls { get; }

    public static WidthCase Of(string network)
    {
        using var scope = NewDisposeScope();
        var described = TestNetwork.Named(network);
        using var model = described.Create(float32);
        var input = described.Input(float32);
        var graph = FilterGraph.Discover(model, input, described.Options);
        using var working = new WorkingModel(model, graph.Layers);
        return new WidthCase(graph, LayerCalls.Of(working, graph.Layers, [input]));
    }

    /// <summary>Whole registers of channels are computed, in and out, however many of them are used.</summary>
    public WidthTimes Times(int register) => new(Graph, Calls, (call, kept) => Registers(call, kept, register));

    private static double Registers(LayerCall call, LayerSelection kept, int register)
    {
        double Whole(long channels) => Math.Ceiling((double)channels / register);
        var outputs = Whole(kept.Outputs?.Length ?? call.Layer.Outputs);
        return call.Layer.Role == LayerRole.Carrier ? outputs : outputs * Whole(kept.Inputs?.Length ?? call.Layer.Inputs);
    }
}

using TorchSharp.Modules;

namespace HierKD.Networks;

/// <summary>
/// Multiply-adds counted while a network runs, from nothing but its layers' weights and the shapes that go in and out: a count that owes
/// nothing to HierKD's own.
/// </summary>
internal static class HookedMultiplyAdds
{
    public static long Of(nn.Module model, Action run)
    {
        var sum = 0L;
        List<Action> unhook = [];
        foreach (var module in model.modules().Distinct().OfType<nn.Module<Tensor, Tensor>>())
        {
            if (Positions(module) is not { } positions) continue;
            var weight = module.get_parameter("weight")!;
            var hook = module.register_forward_hook((_, input, output) =>
            {
                sum += weight.numel() * positions(input, output);
                return output;
            });
            unhook.Add(hook.remove);
        }
        try
        {
            run();
            return sum;
        }
        finally
        {
            foreach (var remove in unhook) remove();
        }
    }

    /// <summary>How often each of a layer's weights is used; <see langword="null"/> if it multiplies nothing.</summary>
    private static Func<Tensor, Tensor, long>? Positions(nn.Module module) => module switch
    {
        ConvTranspose1d or ConvTranspose2d or ConvTranspose3d => (input, _) => input.numel() / input.shape[1],
        Conv1d or Conv2d or Conv3d => (_, output) => output.numel() / output.shape[1],
        Linear => (_, output) => output.numel() / output.shape[^1],
        _ => null,
    };
}

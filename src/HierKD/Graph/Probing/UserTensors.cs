using System.Reflection;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>The tensors that a user's own code holds, other than in TorchSharp's layers.</summary>
internal static class UserTensors
{
    /// <summary>Parameters and buffers of the user's own modules.</summary>
    public static IReadOnlyList<Tensor> Registered(WatchedModel model) =>
    [
        .. Modules(model).SelectMany(m => m.named_parameters(recurse: false).Select(p => (Tensor)p.parameter)
            .Concat(m.named_buffers(recurse: false).Select(b => b.buffer))).DistinctBy(t => t.Handle),
    ];

    /// <summary>Tensors in fields of the user's own modules, and in what a delegate holds on to that calls the model.</summary>
    public static IEnumerable<Tensor> InFields(WatchedModel model, ModelCall call) =>
        Modules(model).Cast<object>().Concat(call.Own?.Target is { } target ? [target] : []).SelectMany(owner => Fields(owner))
            .Where(t => !t.IsInvalid);

    private static IEnumerable<nn.Module> Modules(WatchedModel model) =>
        model.Model.named_modules().Select(m => m.module).Append(model.Model).Where(m => !WatchedModel.IsTorchSharps(m));

    private static IEnumerable<Tensor> Fields(object owner, bool closures = true)
    {
        const BindingFlags Own =
            BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        for (var type = owner.GetType(); type is not null && type.Assembly != typeof(nn.Module).Assembly; type = type.BaseType)
        {
            foreach (var value in type.GetFields(Own).Select(field => field.GetValue(owner)))
            {
                IEnumerable<Tensor> tensors = value switch
                {
                    Tensor tensor => [tensor],
                    IReadOnlyCollection<Tensor> several => several,
                    Delegate { Target: { } closure } when closures => Fields(closure, closures: false),
                    _ => [],
                };
                foreach (var tensor in tensors.Where(t => t is not null)) yield return tensor;
            }
        }
    }
}

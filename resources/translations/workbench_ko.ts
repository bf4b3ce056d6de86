<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR" sourcelanguage="en_US">
  <context>
    <name>AblateControls</name>
    <message>
      <source>Both side by side: they can disagree widely</source>
      <translation>둘을 나란히 봅니다. 크게 다를 수 있습니다.</translation>
    </message>
    <message>
      <source>Colours</source>
      <translation>색</translation>
    </message>
    <message>
      <source>Measure all heads</source>
      <translation>모든 헤드 측정</translation>
    </message>
    <message>
      <source>Orders the heads of each layer by their measured effect, the strongest first</source>
      <translation>레이어마다 헤드를 측정한 효과가 큰 순서로 놓습니다.</translation>
    </message>
    <message>
      <source>Replace by</source>
      <translation>대체값</translation>
    </message>
    <message>
      <source>Replaces every head and every MLP, each alone</source>
      <translation>모든 헤드와 모든 MLP를 하나씩 따로 대체합니다.</translation>
    </message>
    <message>
      <source>Sort by effect</source>
      <translation>효과순 정렬</translation>
    </message>
    <message>
      <source>loss of the text</source>
      <translation>텍스트의 손실</translation>
    </message>
    <message>
      <source>mean and zero</source>
      <translation>평균과 0</translation>
    </message>
    <message>
      <source>mean: what the part found over a reference text. zero: nothing. resample: what it found there, at random positions.</source>
      <translation>평균: 기준 텍스트에서 그 부분이 찾은 값의 평균. 0: 아무것도 없음. 재추출: 그 텍스트의 임의의 위치에서 찾은 값.</translation>
    </message>
    <message>
      <source>over</source>
      <translation>기준</translation>
    </message>
    <message>
      <source>what is asked</source>
      <translation>묻는 것</translation>
    </message>
  </context>
  <context>
    <name>AblateView</name>
    <message>
      <source>Ablate</source>
      <translation>제거</translation>
    </message>
    <message>
      <source>Beside the map</source>
      <translation>지도 옆</translation>
    </message>
    <message>
      <source>Next token</source>
      <translation>다음 토큰</translation>
    </message>
    <message>
      <source>Predicted</source>
      <translation>예측</translation>
    </message>
    <message>
      <source>Strongest</source>
      <translation>가장 강한 것</translation>
    </message>
  </context>
  <context>
    <name>AblateWords</name>
    <message>
      <source>Change of {what} when replaced by {by}, the largest first</source>
      <translation>{by}(으)로 대체할 때 {what}의 변화, 큰 것부터</translation>
    </message>
    <message>
      <source>Click heads or MLPs in the map to switch them off; click again to switch them on.</source>
      <translation>지도에서 헤드나 MLP를 누르면 꺼지고, 다시 누르면 켜집니다.</translation>
    </message>
    <message>
      <source>Direct logit attribution names the heads that write most into the answer. Whether the answer changes without them is another matter: later layers may make up for a head, or depend on it. Test it.</source>
      <translation>직접 로짓 기여도는 답에 가장 많이 쓰는 헤드를 알려 줍니다. 그 헤드가 없을 때 답이 달라지는지는 다른 문제입니다. 뒤의 레이어가 메울 수도 있고, 그 헤드에 기댈 수도 있습니다. 시험해 보세요.</translation>
    </message>
    <message>
      <source>Each part is replaced at every position: alone in the map, together in what is switched off. How strongly a head reads a token hardly tells what the head does: over the heads of SmolLM2 the two correlate by 0.06. Mean (here over {reference}) and zero can disagree widely: zero is something that no later layer has ever seen.</source>
      <translation>각 부분은 모든 위치에서 대체됩니다. 지도에서는 하나씩, 꺼 둔 것들은 함께 대체됩니다. 헤드가 토큰을 얼마나 강하게 읽는지는 그 헤드가 하는 일을 거의 알려 주지 않습니다. SmolLM2의 헤드들에서 둘의 상관은 0.06입니다. 평균(기준: {reference})과 0은 크게 다를 수 있습니다. 0은 뒤의 어떤 레이어도 본 적 없는 값입니다.</translation>
    </message>
    <message>
      <source>KL {nats} nats</source>
      <translation>KL {nats} nat</translation>
    </message>
    <message>
      <source>Measuring…</source>
      <translation>측정 중…</translation>
    </message>
    <message>
      <source>Nothing is measured yet.</source>
      <translation>아직 측정하지 않았습니다.</translation>
    </message>
    <message>
      <source>Opening the model…</source>
      <translation>모델을 여는 중…</translation>
    </message>
    <message>
      <source>Predicted: what the head writes, taken away. Measured: the head replaced by {by}, all layers behind it computed again. Correlation over {n} heads: {r}.</source>
      <translation>예측: 헤드가 쓰는 것을 뺀 값. 측정: 헤드를 {by}(으)로 대체하고 그 뒤의 모든 레이어를 다시 계산한 값. 헤드 {n}개의 상관: {r}.</translation>
    </message>
    <message>
      <source>Replaced by {by}, each alone: Δ {what}</source>
      <translation>{by}(으)로 하나씩 대체: Δ {what}</translation>
    </message>
    <message>
      <source>Replaced by {by}: not measured yet</source>
      <translation>{by}(으)로 대체: 아직 측정하지 않음</translation>
    </message>
    <message>
      <source>This model gives vectors, not probabilities of tokens. Choose one that predicts to see what its heads do for it.</source>
      <translation>이 모델은 토큰의 확률이 아니라 벡터를 줍니다. 헤드가 예측에 하는 일을 보려면 예측하는 모델을 고르세요.</translation>
    </message>
    <message>
      <source>This model predicts no tokens</source>
      <translation>이 모델은 토큰을 예측하지 않아요</translation>
    </message>
    <message>
      <source>for {token}</source>
      <translation>{token} 쪽</translation>
    </message>
    <message>
      <source>loss</source>
      <translation>손실</translation>
    </message>
    <message>
      <source>loss falls</source>
      <translation>손실 감소</translation>
    </message>
    <message>
      <source>loss grows</source>
      <translation>손실 증가</translation>
    </message>
    <message>
      <source>loss: {before} → {after} nats per token ({change})</source>
      <translation>손실: 토큰당 {before} → {after} nat ({change})</translation>
    </message>
    <message>
      <source>lowers {token}</source>
      <translation>{token} 낮춤</translation>
    </message>
    <message>
      <source>raises {token}</source>
      <translation>{token} 높임</translation>
    </message>
    <message>
      <source>{by} over {reference}</source>
      <translation>{by}(기준: {reference})</translation>
    </message>
  </context>
  <context>
    <name>AlarmPage</name>
    <message>
      <source>  ← first</source>
      <translation>  ← 처음</translation>
    </message>
    <message>
      <source>Activations</source>
      <translation>활성값</translation>
    </message>
    <message>
      <source>Back to the weights of step</source>
      <translation>가중치를 되돌릴 단계</translation>
    </message>
    <message>
      <source>Checkpoint to go back to</source>
      <translation>되돌아갈 체크포인트</translation>
    </message>
    <message>
      <source>Go back and on</source>
      <translation>되돌리고 계속</translation>
    </message>
    <message>
      <source>Go on with the weights as they are, behind this batch</source>
      <translation>지금 가중치 그대로 이 배치 다음부터 계속합니다</translation>
    </message>
    <message>
      <source>Gradients</source>
      <translation>기울기</translation>
    </message>
    <message>
      <source>How large everything is in each part of the model</source>
      <translation>모델의 부분마다 값들의 크기</translation>
    </message>
    <message>
      <source>Leave the batch out</source>
      <translation>배치 건너뛰기</translation>
    </message>
    <message>
      <source>Length of all weights as one vector</source>
      <translation>모든 가중치를 한 벡터로 본 길이</translation>
    </message>
    <message>
      <source>Length of their gradients, before they are clipped</source>
      <translation>자르기 전 기울기의 길이</translation>
    </message>
    <message>
      <source>Loss, nats</source>
      <translation>손실, nat</translation>
    </message>
    <message>
      <source>Part</source>
      <translation>부분</translation>
    </message>
    <message>
      <source>Root mean square of the stream behind it</source>
      <translation>그 뒤 스트림의 제곱평균제곱근</translation>
    </message>
    <message>
      <source>Row</source>
      <translation>행</translation>
    </message>
    <message>
      <source>Rows of the batch</source>
      <translation>배치의 행</translation>
    </message>
    <message>
      <source>Weights</source>
      <translation>가중치</translation>
    </message>
    <message>
      <source>Weights and moments become those of the checkpoint; the batch is left out, and the steps go on.</source>
      <translation>가중치와 모멘트를 체크포인트의 것으로 되돌립니다. 이 배치는 건너뛰고 단계는 이어집니다.</translation>
    </message>
    <message>
      <source>What was read</source>
      <translation>읽은 글</translation>
    </message>
    <message>
      <source>after the last block</source>
      <translation>마지막 블록 뒤</translation>
    </message>
    <message>
      <source>block {n}</source>
      <translation>블록 {n}</translation>
    </message>
    <message>
      <source>embedding</source>
      <translation>임베딩</translation>
    </message>
    <message>
      <source>encoder, block {n}</source>
      <translation>인코더, 블록 {n}</translation>
    </message>
  </context>
  <context>
    <name>AnalogiesKind</name>
    <message>
      <source>Asked</source>
      <translation>물은 것</translation>
    </message>
    <message>
      <source>For “a is to b as c is to what?” the word nearest to b − a + c counts, other than these three: without that rule the answer is mostly c itself. Questions with a word that the set lacks are not asked.</source>
      <translation>“a와 b의 관계는 c와 무엇의 관계인가?”에는 b − a + c에 가장 가까운 낱말을 답으로 봅니다. 이 셋은 뺍니다. 빼지 않으면 답은 대개 c 자신입니다. 집합에 없는 낱말이 든 문제는 묻지 않습니다.</translation>
    </message>
    <message>
      <source>Four words on each line, sections headed “: name”, such as questions-words.txt</source>
      <translation>줄마다 네 낱말, 절은 “: 이름”으로 시작, 예: questions-words.txt</translation>
    </message>
    <message>
      <source>Open analogies…</source>
      <translation>유추 열기…</translation>
    </message>
    <message>
      <source>Questions</source>
      <translation>문제</translation>
    </message>
    <message>
      <source>Right</source>
      <translation>맞음</translation>
    </message>
    <message>
      <source>Section</source>
      <translation>절</translation>
    </message>
    <message>
      <source>Sections of the file</source>
      <translation>파일의 절</translation>
    </message>
    <message>
      <source>Share right</source>
      <translation>정답률</translation>
    </message>
    <message>
      <source>{share} right: {right} of {known} questions that could be asked, of {n}</source>
      <translation>{share} 맞음: 전체 {n}문제 가운데 물을 수 있는 {known}문제에서 {right}개</translation>
    </message>
  </context>
  <context>
    <name>AssociationPage</name>
    <message>
      <source>All targets are associated alike: there is no effect to measure.</source>
      <translation>모든 대상의 연상이 같아서 잴 효과가 없습니다.</translation>
    </message>
    <message>
      <source>Attribute</source>
      <translation>속성</translation>
    </message>
    <message>
      <source>Each dot: the mean cosine of a target with the one attribute less that with the other (WEAT). p says how often targets dealt anew at random would lie further apart. It shows that these vectors carry an association of these words, not that the model's answers do: for that, see the bias probe in the Playground. Other lists give other numbers.</source>
      <translation>점 하나: 대상과 한 속성의 평균 코사인에서 다른 속성과의 평균 코사인을 뺀 값(WEAT). p는 대상을 무작위로 다시 나누었을 때 더 멀리 떨어지는 비율입니다. 이 벡터들에 이 낱말들의 연상이 들어 있음을 보일 뿐, 모델의 대답이 그렇다는 말은 아닙니다. 그것은 플레이그라운드의 편향 검사에서 보세요. 목록이 다르면 수도 다릅니다.</translation>
    </message>
    <message>
      <source>Each list needs at least two words that the set has.</source>
      <translation>목록마다 집합에 있는 낱말이 둘 이상 있어야 합니다.</translation>
    </message>
    <message>
      <source>Effect size {effect} (from −2 to 2): {x} rather than {y} go with {a} rather than {b}.</source>
      <translation>효과 크기 {effect} (−2에서 2까지): {y}보다 {x} 쪽이 {b}보다 {a} 쪽에 붙습니다.</translation>
    </message>
    <message>
      <source>How much nearer each target is to one attribute than to the other</source>
      <translation>대상마다 한 속성에 다른 속성보다 얼마나 가까운지</translation>
    </message>
    <message>
      <source>Left out so that both targets are as many: {words}.</source>
      <translation>두 대상의 수를 맞추려고 뺀 낱말: {words}.</translation>
    </message>
    <message>
      <source>Left out, for the set lacks them or they are longer than a token: {words}.</source>
      <translation>집합에 없거나 토큰 하나보다 길어 뺀 낱말: {words}.</translation>
    </message>
    <message>
      <source>Lists</source>
      <translation>목록</translation>
    </message>
    <message>
      <source>Lists that come with the app</source>
      <translation>앱에 들어 있는 목록</translation>
    </message>
    <message>
      <source>One-sided p = {p}, exact: all {n} ways to deal the targets</source>
      <translation>단측 p = {p}, 정확값: 대상을 나누는 {n}가지 모두</translation>
    </message>
    <message>
      <source>One-sided p = {p}, from {n} drawn ways to deal the targets</source>
      <translation>단측 p = {p}, 대상을 무작위로 나눈 {n}가지에서</translation>
    </message>
    <message>
      <source>Other attribute</source>
      <translation>다른 속성</translation>
    </message>
    <message>
      <source>Other targets</source>
      <translation>다른 대상</translation>
    </message>
    <message>
      <source>Targets</source>
      <translation>대상</translation>
    </message>
    <message>
      <source>Test</source>
      <translation>검정</translation>
    </message>
    <message>
      <source>nearer to {name}</source>
      <translation>{name} 쪽에 가까움</translation>
    </message>
    <message>
      <source>{group}: name</source>
      <translation>{group}: 이름</translation>
    </message>
    <message>
      <source>{group}: words</source>
      <translation>{group}: 낱말</translation>
    </message>
  </context>
  <context>
    <name>AttentionContrast</name>
    <message>
      <source>id {id} · ln p {logprob}</source>
      <translation>id {id} · ln p {logprob}</translation>
    </message>
    <message>
      <source>“{text}” is {n} tokens; the first, “{token}”, is meant</source>
      <translation>“{text}”: 토큰 {n}개예요. 그중 첫째인 “{token}”만 봐요</translation>
    </message>
  </context>
  <context>
    <name>AttentionControls</name>
    <message>
      <source>Bring out small weights</source>
      <translation>작은 가중치 돋보이기</translation>
    </message>
    <message>
      <source>Colours</source>
      <translation>색</translation>
    </message>
    <message>
      <source>Colours follow the square root of the weight; a quarter of the scale takes the middle colour.</source>
      <translation>색이 가중치의 제곱근을 따릅니다. 척도의 4분의 1이 가운데 색이 됩니다.</translation>
    </message>
    <message>
      <source>Fit</source>
      <translation>전체</translation>
    </message>
    <message>
      <source>From 0 to which weight the colours reach.</source>
      <translation>색이 0에서 어느 가중치까지 걸치는지 정합니다.</translation>
    </message>
    <message>
      <source>Hide sink</source>
      <translation>싱크 숨기기</translation>
    </message>
    <message>
      <source>Leaves the first token out of the colour scale. The data stay as they are.</source>
      <translation>첫 토큰을 색 척도에서 뺍니다. 데이터는 그대로입니다.</translation>
    </message>
    <message>
      <source>Long texts</source>
      <translation>긴 텍스트</translation>
    </message>
    <message>
      <source>Scale</source>
      <translation>척도</translation>
    </message>
    <message>
      <source>Show the whole text</source>
      <translation>텍스트 전체 보기</translation>
    </message>
    <message>
      <source>What is shown where several cells share one pixel.</source>
      <translation>여러 칸이 픽셀 하나에 겹칠 때 무엇을 보일지 정합니다.</translation>
    </message>
    <message>
      <source>Zoom in</source>
      <translation>확대</translation>
    </message>
    <message>
      <source>Zoom out</source>
      <translation>축소</translation>
    </message>
    <message>
      <source>all heads alike</source>
      <translation>모든 헤드 같게</translation>
    </message>
    <message>
      <source>each head its own</source>
      <translation>헤드마다 따로</translation>
    </message>
    <message>
      <source>mean of a block</source>
      <translation>묶음의 평균</translation>
    </message>
    <message>
      <source>strongest of a block</source>
      <translation>묶음의 최댓값</translation>
    </message>
    <message>
      <source>what is in view</source>
      <translation>보이는 부분</translation>
    </message>
  </context>
  <context>
    <name>AttentionKeeping</name>
    <message>
      <source>Its kept arrays are of another pass: {names}.</source>
      <translation>보관한 배열이 다른 실행의 것입니다: {names}.</translation>
    </message>
    <message>
      <source>Its kept arrays are the same to the bit.</source>
      <translation>보관한 배열과 비트까지 같습니다.</translation>
    </message>
    <message>
      <source>Its kept arrays differ by {largest} at most ({name}).</source>
      <translation>보관한 배열과의 차이는 최대 {largest}입니다({name}).</translation>
    </message>
    <message>
      <source>Keep arrays with the run</source>
      <translation>배열을 실행과 함께 보관</translation>
    </message>
    <message>
      <source>Stores all patterns and residual streams; when the run is opened again, they are held against it.</source>
      <translation>모든 어텐션 패턴과 잔차 스트림을 저장해요. 실행을 다시 열면 새로 계산한 것과 비교해요.</translation>
    </message>
    <message>
      <source>The arrays of run {id} are kept: {size}.</source>
      <translation>실행 {id}의 배열을 보관했어요: {size}.</translation>
    </message>
    <message>
      <source>When the run is opened again, they are held against what is computed then.</source>
      <translation>실행을 다시 열면 그때 계산한 것과 비교해요.</translation>
    </message>
  </context>
  <context>
    <name>AttentionPanel</name>
    <message>
      <source>Attention</source>
      <translation>어텐션</translation>
    </message>
    <message>
      <source>Choose a model</source>
      <translation>모델 고르기</translation>
    </message>
    <message>
      <source>Explain</source>
      <translation>설명</translation>
    </message>
    <message>
      <source>See</source>
      <translation>보기</translation>
    </message>
    <message>
      <source>Try</source>
      <translation>실험</translation>
    </message>
    <message>
      <source>View</source>
      <translation>보기</translation>
    </message>
  </context>
  <context>
    <name>AttentionPlace</name>
    <message>
      <source>Answer</source>
      <translation>답</translation>
    </message>
    <message>
      <source>Cross</source>
      <translation>교차</translation>
    </message>
    <message>
      <source>Cross attention: tokens of the answer read the source.</source>
      <translation>교차 어텐션: 답의 토큰이 원문을 읽습니다.</translation>
    </message>
    <message>
      <source>Head</source>
      <translation>헤드</translation>
    </message>
    <message>
      <source>Layer</source>
      <translation>레이어</translation>
    </message>
    <message>
      <source>Source</source>
      <translation>원문</translation>
    </message>
    <message>
      <source>The decoder: tokens of the answer read those before them.</source>
      <translation>디코더: 답의 토큰이 그 앞의 토큰을 읽습니다.</translation>
    </message>
    <message>
      <source>The encoder: tokens of the source read each other.</source>
      <translation>인코더: 원문의 토큰이 서로를 읽습니다.</translation>
    </message>
    <message>
      <source>Which attention</source>
      <translation>어느 어텐션</translation>
    </message>
  </context>
  <context>
    <name>AttentionSide</name>
    <message>
      <source>Expected after {token}</source>
      <translation>다음에 올 토큰: {token} 뒤</translation>
    </message>
    <message>
      <source>Expected in place of {token}</source>
      <translation>{token} 자리에 예상되는 것</translation>
    </message>
    <message>
      <source>How the weights of several selected tokens become one</source>
      <translation>고른 여러 토큰의 가중치를 하나로 만드는 방법</translation>
    </message>
    <message>
      <source>Selected tokens: mean</source>
      <translation>고른 토큰: 평균</translation>
    </message>
    <message>
      <source>Selected tokens: strongest</source>
      <translation>고른 토큰: 가장 강한 것</translation>
    </message>
    <message>
      <source>Selected tokens: sum</source>
      <translation>고른 토큰: 합</translation>
    </message>
    <message>
      <source>all others: {share}</source>
      <translation>나머지 모두: {share}</translation>
    </message>
    <message>
      <source>id {id} · ln p {logprob}</source>
      <translation>id {id} · ln p {logprob}</translation>
    </message>
    <message>
      <source>{n} others</source>
      <translation>그 밖에 {n}개</translation>
    </message>
    <message>
      <source>{n} tokens</source>
      <translation>토큰 {n}개</translation>
    </message>
    <message>
      <source>{token} is read by</source>
      <translation>읽는 쪽: {token}</translation>
    </message>
    <message>
      <source>{token} reads</source>
      <translation>읽는 대상: {token}</translation>
    </message>
  </context>
  <context>
    <name>AttentionStored</name>
    <message>
      <source>Fetch the model</source>
      <translation>모델 받기</translation>
    </message>
    <message>
      <source>Its model {model} is not on this computer now; attention is computed by the model whenever a run is opened.</source>
      <translation>지금 이 컴퓨터에 이 실행의 모델이 없습니다: {model}. 어텐션은 실행을 열 때마다 모델이 다시 계산합니다.</translation>
    </message>
    <message>
      <source>Stored run {id} · {when} UTC · its tokens and settings, as they were</source>
      <translation>저장된 실행 {id} · {when} UTC · 그때의 토큰과 설정</translation>
    </message>
  </context>
  <context>
    <name>AttentionWords</name>
    <message>
      <source>Answer reads answer</source>
      <translation>답이 답을 읽음</translation>
    </message>
    <message>
      <source>Answer reads source</source>
      <translation>답이 원문을 읽음</translation>
    </message>
    <message>
      <source>Attention shows where a head read, not why the model answered.</source>
      <translation>어텐션은 헤드가 어디를 읽었는지를 보여 줄 뿐, 모델이 왜 그렇게 답했는지를 보여 주지는 않습니다.</translation>
    </message>
    <message>
      <source>Choose a model</source>
      <translation>모델 고르기</translation>
    </message>
    <message>
      <source>Computed with {now}, then with {stored}.</source>
      <translation>지금은 {now}, 그때는 {stored} 커널로 계산했습니다.</translation>
    </message>
    <message>
      <source>Each head of a model reads some tokens more than others. Choose a model to see all its heads at once.</source>
      <translation>모델의 각 헤드는 어떤 토큰을 다른 토큰보다 더 많이 읽습니다. 모델을 고르면 모든 헤드를 한눈에 볼 수 있습니다.</translation>
    </message>
    <message>
      <source>Its ids differ from the stored ones: the model or its tokenizer has changed.</source>
      <translation>저장된 ID와 다릅니다. 모델이나 토크나이저가 바뀌었습니다.</translation>
    </message>
    <message>
      <source>Layer {layer} · head {head}</source>
      <translation>레이어 {layer} · 헤드 {head}</translation>
    </message>
    <message>
      <source>Layer {layer} · head {head} — {share} of its weight rests on the first token, {token}</source>
      <translation>레이어 {layer} · 헤드 {head} — 첫 토큰 {token}에 놓인 가중치: {share}</translation>
    </message>
    <message>
      <source>Layer {layer} · heads {heads}</source>
      <translation>레이어 {layer} · 헤드 {heads}</translation>
    </message>
    <message>
      <source>Layer {layer} · maximum of its {n} heads</source>
      <translation>레이어 {layer} · 헤드 {n}개의 최댓값</translation>
    </message>
    <message>
      <source>Layer {layer} · mean of its {n} heads</source>
      <translation>레이어 {layer} · 헤드 {n}개의 평균</translation>
    </message>
    <message>
      <source>Maximum of all {n} heads</source>
      <translation>모든 헤드 {n}개의 최댓값</translation>
    </message>
    <message>
      <source>Mean of all {n} heads</source>
      <translation>모든 헤드 {n}개의 평균</translation>
    </message>
    <message>
      <source>Opening the model…</source>
      <translation>모델을 여는 중…</translation>
    </message>
    <message>
      <source>Point at a cell for its exact weight; click a row to select its token.</source>
      <translation>칸을 가리키면 정확한 가중치가 나오고, 행을 클릭하면 그 토큰이 선택됩니다.</translation>
    </message>
    <message>
      <source>Reading the text: layer {done} of {total}</source>
      <translation>텍스트를 읽는 중: 레이어 {done}/{total}</translation>
    </message>
    <message>
      <source>Reading the text…</source>
      <translation>텍스트를 읽는 중…</translation>
    </message>
    <message>
      <source>Run {id}, recomputed when opened.</source>
      <translation>실행 {id}, 열면서 다시 계산했습니다.</translation>
    </message>
    <message>
      <source>See where every head reads</source>
      <translation>모든 헤드가 어디를 읽는지 봅니다</translation>
    </message>
    <message>
      <source>Source reads source</source>
      <translation>원문이 원문을 읽음</translation>
    </message>
    <message>
      <source>The message below says why.</source>
      <translation>이유는 아래 메시지에 있습니다.</translation>
    </message>
    <message>
      <source>The model is reading the text: each head weighs, for every token, those that it can read.</source>
      <translation>모델이 텍스트를 읽는 중입니다. 헤드마다, 토큰마다 읽을 수 있는 토큰에 가중치를 둡니다.</translation>
    </message>
    <message>
      <source>The model's file is not the one of that run.</source>
      <translation>모델 파일이 그 실행 때의 것이 아닙니다.</translation>
    </message>
    <message>
      <source>This text could not be traced</source>
      <translation>이 텍스트를 추적하지 못했습니다</translation>
    </message>
    <message>
      <source>This text is long and takes a moment.</source>
      <translation>텍스트가 길어서 시간이 조금 걸립니다.</translation>
    </message>
    <message>
      <source>Trace it now</source>
      <translation>지금 추적</translation>
    </message>
    <message>
      <source>Try again</source>
      <translation>다시 시도</translation>
    </message>
    <message>
      <source>Type a text above: the grid shows all heads, one of them large; pick a token to see what it reads.</source>
      <translation>위에 텍스트를 입력하세요. 격자에 모든 헤드가, 그 옆에 헤드 하나가 크게 나옵니다. 토큰을 고르면 무엇을 읽는지 볼 수 있습니다.</translation>
    </message>
    <message>
      <source>changed: {changes}</source>
      <translation>변경: {changes}</translation>
    </message>
    <message>
      <source>colours by square root</source>
      <translation>제곱근 색</translation>
    </message>
    <message>
      <source>each cell: mean of {n} × {n}</source>
      <translation>한 칸: {n} × {n}의 평균</translation>
    </message>
    <message>
      <source>each cell: strongest of {n} × {n}</source>
      <translation>한 칸: {n} × {n}의 최댓값</translation>
    </message>
    <message>
      <source>first token taken out, rows renormalised</source>
      <translation>첫 토큰을 빼고 행을 다시 정규화함</translation>
    </message>
    <message>
      <source>later token, can't be read</source>
      <translation>뒤의 토큰이라 읽을 수 없음</translation>
    </message>
    <message>
      <source>run {id}</source>
      <translation>실행 {id}</translation>
    </message>
    <message>
      <source>same scale for all heads</source>
      <translation>모든 헤드에 같은 척도</translation>
    </message>
    <message>
      <source>scale of what is in view</source>
      <translation>보이는 부분의 척도</translation>
    </message>
    <message>
      <source>scale without the first token</source>
      <translation>첫 토큰을 뺀 척도</translation>
    </message>
    <message>
      <source>through the chat template</source>
      <translation>채팅 템플릿을 거침</translation>
    </message>
    <message>
      <source>weights {stored}, computed in {dtype}</source>
      <translation>가중치 {stored}, 계산 {dtype}</translation>
    </message>
    <message>
      <source>words: what is read is summed, what reads averaged</source>
      <translation>단어: 읽히는 쪽은 합, 읽는 쪽은 평균</translation>
    </message>
    <message>
      <source>{bits}-bit {stored}</source>
      <translation>{bits}비트 {stored}</translation>
    </message>
    <message>
      <source>{n} of the answer</source>
      <translation>답 {n}개</translation>
    </message>
    <message>
      <source>{n} tokens</source>
      <translation>토큰 {n}개</translation>
    </message>
    <message>
      <source>{profile} profile</source>
      <translation>{profile} 프로필</translation>
    </message>
    <message>
      <source>{query} can't read {key}: it comes later</source>
      <translation>{query}: {key} 토큰은 뒤에 오므로 읽을 수 없습니다</translation>
    </message>
    <message>
      <source>{query} reads {key}: {weight}</source>
      <translation>{query} → {key}: {weight}</translation>
    </message>
  </context>
  <context>
    <name>BeamPage</name>
    <message>
      <source>A finished continuation's log-probability is divided by its length to this power: above 0 favours long ones.</source>
      <translation>끝난 이어쓰기의 로그 확률을 길이의 거듭제곱으로 나눠요. 0보다 크면 긴 글이 유리해요.</translation>
    </message>
    <message>
      <source>At most so many tokens are added.</source>
      <translation>최대 이만큼의 토큰을 더합니다.</translation>
    </message>
    <message>
      <source>Beams</source>
      <translation>빔 수</translation>
    </message>
    <message>
      <source>Continuations found, the best first</source>
      <translation>찾은 이어쓰기, 가장 좋은 것부터</translation>
    </message>
    <message>
      <source>Ends as soon as so many continuations are finished as are kept, even if a better one could come.</source>
      <translation>남겨 두는 수만큼 끝나면 더 나은 것이 나올 수 있어도 바로 멈춰요.</translation>
    </message>
    <message>
      <source>Length penalty</source>
      <translation>길이 벌점</translation>
    </message>
    <message>
      <source>New tokens</source>
      <translation>새 토큰</translation>
    </message>
    <message>
      <source>Press Search: at every step the most probable continuations as a whole are kept, and all others let go of.</source>
      <translation>찾기를 누르세요. 단계마다 전체로 보아 가장 그럴듯한 이어쓰기만 남기고 나머지는 버려요.</translation>
    </message>
    <message>
      <source>Reading the prompt …{share}</source>
      <translation>프롬프트를 읽는 중 …{share}</translation>
    </message>
    <message>
      <source>Search</source>
      <translation>찾기</translation>
    </message>
    <message>
      <source>Searching …</source>
      <translation>찾는 중…</translation>
    </message>
    <message>
      <source>Show pruned</source>
      <translation>버린 것도 보기</translation>
    </message>
    <message>
      <source>So many continuations are kept at every step.</source>
      <translation>단계마다 남겨 두는 이어쓰기의 수예요.</translation>
    </message>
    <message>
      <source>Stop at the first finished</source>
      <translation>먼저 끝난 것에서 멈추기</translation>
    </message>
    <message>
      <source>The text or the model has changed since. “{button}” takes the present text.</source>
      <translation>그 뒤에 글이나 모델이 바뀌었습니다. “{button}” 단추는 지금 글을 씁니다.</translation>
    </message>
    <message>
      <source>Token {number}: {token} · id {id} · {nats} nats</source>
      <translation>토큰 {number}: {token} · id {id} · {nats} nats</translation>
    </message>
    <message>
      <source>run {id}</source>
      <translation>실행 {id}</translation>
    </message>
    <message>
      <source>score {score} · log-probability {total} nats · {n} tokens</source>
      <translation>점수 {score} · 로그 확률 {total} nats · 토큰 {n}개</translation>
    </message>
    <message>
      <source>stopped</source>
      <translation>멈춤</translation>
    </message>
    <message>
      <source>{n} continuations, the best first</source>
      <translation>이어쓰기 {n}개, 가장 좋은 것부터</translation>
    </message>
    <message>
      <source>{n} nodes</source>
      <translation>노드 {n}개</translation>
    </message>
    <message>
      <source>{rate} tokens/s</source>
      <translation>초당 토큰 {rate}개</translation>
    </message>
  </context>
  <context>
    <name>BeforeAfter</name>
    <message>
      <source>As trained</source>
      <translation>원래</translation>
    </message>
    <message>
      <source>Changed</source>
      <translation>변경 후</translation>
    </message>
    <message>
      <source>Next tokens before and after</source>
      <translation>전과 후의 다음 토큰</translation>
    </message>
    <message>
      <source>Token</source>
      <translation>토큰</translation>
    </message>
    <message>
      <source>Δ ln p</source>
      <translation>Δ ln p</translation>
    </message>
  </context>
  <context>
    <name>BiasPage</name>
    <message>
      <source>Compare</source>
      <translation>비교</translation>
    </message>
    <message>
      <source>Saved {name}.</source>
      <translation>저장했습니다: {name}</translation>
    </message>
    <message>
      <source>The table or the model has changed since. “{button}” compares anew.</source>
      <translation>그 뒤로 표나 모델이 바뀌었어요. “{button}” 버튼을 누르면 새로 비교해요.</translation>
    </message>
  </context>
  <context>
    <name>BiasWords</name>
    <message>
      <source>Comparing: {done} of {total} texts</source>
      <translation>비교하는 중: 텍스트 {total}개 가운데 {done}개</translation>
    </message>
    <message>
      <source>Opening the model …</source>
      <translation>모델을 여는 중 …</translation>
    </message>
    <message>
      <source>Over these wordings this model finds the texts of one side more probable: {side}.</source>
      <translation>이 문장 틀들에서 이 모델은 한쪽 텍스트의 확률을 더 높게 봐요: {side}.</translation>
    </message>
    <message>
      <source>Press Compare: the model reads both texts of every row, and the plot shows which side is the more probable.</source>
      <translation>비교를 누르세요. 모델이 모든 행의 두 텍스트를 읽고, 어느 쪽의 확률이 더 높은지 그림으로 보여 줘요.</translation>
    </message>
    <message>
      <source>The interval holds 0: over these wordings neither side is clearly the more probable one. That is no proof of fairness.</source>
      <translation>구간 안에 0이 있어요. 이 문장 틀들에서는 어느 쪽의 확률이 더 높다고 분명히 말할 수 없어요. 공정하다는 증거는 아니에요.</translation>
    </message>
    <message>
      <source>What this shows: by how many nats this model finds the texts of one side more probable than their counterparts, each wording counted once; the interval comes from drawing whole wordings again and again. What it does not show: why. A side that is longer, or a rarer word, is less probable for that alone. Nor does it show how the model would answer or treat anybody, or anything about other wordings, other models or people.</source>
      <translation>보여 주는 것: 이 모델이 한쪽 텍스트의 확률을 다른 쪽보다 몇 nats 더 높게 보는지예요. 문장 틀마다 한 번씩 세고, 구간은 문장 틀을 통째로 거듭 다시 뽑아 구해요. 보여 주지 않는 것: 까닭이에요. 더 길거나 더 드문 낱말이 든 쪽은 그것만으로도 확률이 낮아요. 모델이 누구에게 어떻게 답하고 누구를 어떻게 대할지, 다른 문장 틀이나 다른 모델, 그리고 사람에 대해서도 말해 주지 않아요.</translation>
    </message>
    <message>
      <source>{first} − {second}: {mean} nats</source>
      <translation>{first} − {second}: {mean} nats</translation>
    </message>
    <message>
      <source>{model} · weights {stored}, computed in {dtype} · {n} pairs · circles: pairs, dots: means of templates</source>
      <translation>{model} · 가중치 {stored}, {dtype} 계산 · 짝 {n}개 · 빈 동그라미: 짝, 점: 템플릿의 평균</translation>
    </message>
    <message>
      <source>{n} of at least {least} templates: too few for an interval. The same pair can come out either way in another wording, so add some.</source>
      <translation>템플릿이 {n}개예요. 구간을 구하려면 적어도 {least}개가 필요해요. 같은 짝도 문장 틀이 다르면 반대로 나올 수 있으니 더해 주세요.</translation>
    </message>
    <message>
      <source>{share} % interval {low} to {high}, over {n} templates</source>
      <translation>{share} % 구간 {low} ~ {high}, 템플릿 {n}개</translation>
    </message>
  </context>
  <context>
    <name>Bipartite</name>
    <message>
      <source>Arrow keys walk tokens and sides, Enter selects</source>
      <translation>화살표로 토큰과 양쪽을 옮겨 다니고 Enter로 고릅니다</translation>
    </message>
    <message>
      <source>Lines from the tokens that read, at the left, to those that are read</source>
      <translation>왼쪽의 읽는 토큰에서 읽히는 토큰으로 이어지는 선</translation>
    </message>
  </context>
  <context>
    <name>BranchModel</name>
    <message>
      <source>From token {number}: {text}</source>
      <translation>토큰 {number}부터: {text}</translation>
    </message>
    <message>
      <source>Goes on with</source>
      <translation>이어지는 글</translation>
    </message>
    <message>
      <source>Run</source>
      <translation>실행</translation>
    </message>
    <message>
      <source>Score</source>
      <translation>점수</translation>
    </message>
    <message>
      <source>Tokens</source>
      <translation>토큰</translation>
    </message>
    <message>
      <source>finished</source>
      <translation>끝남</translation>
    </message>
    <message>
      <source>first token {token}, id {id}, model's own {percent}</source>
      <translation>첫 토큰 {token}, id {id}, 모델 확률 {percent}</translation>
    </message>
    <message>
      <source>ln p, nats</source>
      <translation>ln p, nats</translation>
    </message>
    <message>
      <source>log-probability to its end {nats} nats</source>
      <translation>여기까지의 로그 확률 {nats} nats</translation>
    </message>
    <message>
      <source>named “{name}”</source>
      <translation>이름 “{name}”</translation>
    </message>
    <message>
      <source>pruned</source>
      <translation>버림</translation>
    </message>
    <message>
      <source>run {id} ends here</source>
      <translation>실행 {id}의 끝</translation>
    </message>
    <message>
      <source>score {score}</source>
      <translation>점수 {score}</translation>
    </message>
    <message>
      <source>still running</source>
      <translation>진행 중</translation>
    </message>
  </context>
  <context>
    <name>BranchTree</name>
    <message>
      <source>Tree of branches</source>
      <translation>가지 나무</translation>
    </message>
  </context>
  <context>
    <name>CellsModel</name>
    <message>
      <source>held out</source>
      <translation>따로 둔 행</translation>
    </message>
    <message>
      <source>seed {seed}</source>
      <translation>시드 {seed}</translation>
    </message>
  </context>
  <context>
    <name>ChangeStrip</name>
    <message>
      <source>Changes of the model do not act here: {changes}</source>
      <translation>모델의 변경은 여기에 적용되지 않습니다: {changes}</translation>
    </message>
    <message>
      <source>Clear</source>
      <translation>지우기</translation>
    </message>
    <message>
      <source>Take back the last change (Ctrl+Z)</source>
      <translation>마지막 변경을 되돌립니다 (Ctrl+Z)</translation>
    </message>
    <message>
      <source>The model as it was trained</source>
      <translation>학습된 그대로의 모델</translation>
    </message>
    <message>
      <source>The model is changed: {changes}</source>
      <translation>모델이 바뀌어 있습니다: {changes}</translation>
    </message>
    <message>
      <source>Undo</source>
      <translation>되돌리기</translation>
    </message>
    <message>
      <source>{n} more</source>
      <translation>외 {n}개</translation>
    </message>
  </context>
  <context>
    <name>ChatPage</name>
    <message>
      <source>Answer again</source>
      <translation>다시 답하기</translation>
    </message>
    <message>
      <source>Answer {number} of {total}</source>
      <translation>답 {number}/{total}</translation>
    </message>
    <message>
      <source>Asks for another answer to your last message. With temperature off it will be the same one.</source>
      <translation>마지막 메시지에 다시 답하게 합니다. 온도가 꺼져 있으면 같은 답이 나옵니다.</translation>
    </message>
    <message>
      <source>Begins anew. The answers so far stay among the runs.</source>
      <translation>새로 시작합니다. 지금까지의 답은 실행에 남습니다.</translation>
    </message>
    <message>
      <source>Edit the message</source>
      <translation>메시지 고치기</translation>
    </message>
    <message>
      <source>Enter</source>
      <translation>Enter</translation>
    </message>
    <message>
      <source>Look at the answer before</source>
      <translation>앞의 답 보기</translation>
    </message>
    <message>
      <source>Look at the next answer</source>
      <translation>다음 답 보기</translation>
    </message>
    <message>
      <source>Model</source>
      <translation>모델</translation>
    </message>
    <message>
      <source>New chat</source>
      <translation>새 대화</translation>
    </message>
    <message>
      <source>Of this answer only the text is known.</source>
      <translation>이 답은 글만 남아 있습니다.</translation>
    </message>
    <message>
      <source>Send</source>
      <translation>보내기</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>멈추기</translation>
    </message>
    <message>
      <source>System</source>
      <translation>시스템</translation>
    </message>
    <message>
      <source>Takes your last message back into the line below, without its answer.</source>
      <translation>마지막 메시지를 답 없이 아래 입력란으로 되돌립니다.</translation>
    </message>
    <message>
      <source>Write a message below: it goes through the model's chat template. Then walk the answer's tokens.</source>
      <translation>아래에 메시지를 쓰면 모델의 대화 템플릿을 거쳐 들어갑니다. 그다음 답의 토큰을 하나씩 살펴보세요.</translation>
    </message>
    <message>
      <source>You</source>
      <translation>나</translation>
    </message>
    <message>
      <source>Your message</source>
      <translation>메시지</translation>
    </message>
    <message>
      <source>Your message · Enter sends it, Shift+Enter begins a new line</source>
      <translation>메시지 · Enter로 보내고 Shift+Enter로 줄을 바꿉니다</translation>
    </message>
  </context>
  <context>
    <name>ChatSettings</name>
    <message>
      <source>Edited for this session. It is run in a sandbox that is ended after 2 s.</source>
      <translation>이번에만 고친 템플릿입니다. 격리된 곳에서 실행하며 2초가 지나면 끝냅니다.</translation>
    </message>
    <message>
      <source>Reset to the model's own</source>
      <translation>모델의 것으로 되돌리기</translation>
    </message>
    <message>
      <source>Stands before all messages. Empty: the template puts in its own, if it has one.</source>
      <translation>모든 메시지 앞에 놓입니다. 비워 두면 템플릿에 있는 것이 들어갑니다.</translation>
    </message>
    <message>
      <source>System message</source>
      <translation>시스템 메시지</translation>
    </message>
    <message>
      <source>Template</source>
      <translation>템플릿</translation>
    </message>
    <message>
      <source>The model's own. What you change here holds for this session.</source>
      <translation>모델의 템플릿입니다. 여기서 고친 것은 앱을 닫을 때까지만 쓰입니다.</translation>
    </message>
    <message>
      <source>This model has no chat template. Write one in Jinja: it gets `messages` with `role` and `content`.</source>
      <translation>이 모델에는 대화 템플릿이 없습니다. Jinja로 쓰세요. `role`과 `content`를 가진 `messages`를 받습니다.</translation>
    </message>
    <message>
      <source>Type a message: here you see the exact text that it becomes.</source>
      <translation>메시지를 쓰면 모델에 들어갈 글이 여기에 그대로 보입니다.</translation>
    </message>
    <message>
      <source>Waiting for the model …</source>
      <translation>모델을 기다리는 중 …</translation>
    </message>
    <message>
      <source>What the model reads</source>
      <translation>모델이 읽는 글</translation>
    </message>
    <message>
      <source>Who the model is to be, and how it should answer</source>
      <translation>모델이 맡을 역할과 답하는 방식</translation>
    </message>
    <message>
      <source>{n} tokens, special ones included · the model writes its answer behind them</source>
      <translation>토큰 {n}개(특수 토큰 포함) · 모델은 그 뒤에 답을 씁니다</translation>
    </message>
  </context>
  <context>
    <name>ChipPainter</name>
    <message>
      <source>bytes that make one character together</source>
      <translation>함께 한 글자를 이루는 바이트</translation>
    </message>
    <message>
      <source>special token</source>
      <translation>특수 토큰</translation>
    </message>
    <message>
      <source>unknown to the vocabulary</source>
      <translation>어휘에 없음</translation>
    </message>
  </context>
  <context>
    <name>ChipsView</name>
    <message>
      <source>Chips</source>
      <translation>칩</translation>
    </message>
    <message>
      <source>Ids</source>
      <translation>id</translation>
    </message>
    <message>
      <source>Show ids</source>
      <translation>id 보이기</translation>
    </message>
  </context>
  <context>
    <name>ChoiceWords</name>
    <message>
      <source>A target for each source</source>
      <translation>원문마다 목표 글</translation>
    </message>
    <message>
      <source>All weights</source>
      <translation>모든 가중치</translation>
    </message>
    <message>
      <source>Answer</source>
      <translation>답</translation>
    </message>
    <message>
      <source>Answers to prompts</source>
      <translation>프롬프트에 답하기</translation>
    </message>
    <message>
      <source>As BERT learns: 15 % of the tokens from both sides.</source>
      <translation>BERT처럼: 토큰의 15 %를 양쪽을 보고 맞혀요.</translation>
    </message>
    <message>
      <source>As GPT learns: every token from those before it.</source>
      <translation>GPT처럼: 모든 토큰을 앞의 토큰들로 맞혀요.</translation>
    </message>
    <message>
      <source>As T5 learns: spans of text from what stands around them.</source>
      <translation>T5처럼: 빠진 구간을 둘레의 글로 맞혀요.</translation>
    </message>
    <message>
      <source>As in run {id}: {shape}</source>
      <translation>실행 {id}에서 이어서: {shape}</translation>
    </message>
    <message>
      <source>Characters of the data</source>
      <translation>데이터의 글자</translation>
    </message>
    <message>
      <source>Chosen layers</source>
      <translation>고른 레이어</translation>
    </message>
    <message>
      <source>Classification; the model gets a head of classes.</source>
      <translation>분류예요. 모델에 부류 헤드가 붙어요.</translation>
    </message>
    <message>
      <source>Fixed window and an MLP</source>
      <translation>고정 창과 MLP</translation>
    </message>
    <message>
      <source>Fixed window of {n} tokens, width {width}</source>
      <translation>토큰 {n}개의 고정 창, 너비 {width}</translation>
    </message>
    <message>
      <source>From {model} · {method}</source>
      <translation>{model}에서 · {method}</translation>
    </message>
    <message>
      <source>Hidden tokens</source>
      <translation>가려진 토큰</translation>
    </message>
    <message>
      <source>Instruction tuning: a loss is taken of the answer alone.</source>
      <translation>지시 튜닝: 손실은 답에서만 재요.</translation>
    </message>
    <message>
      <source>Label</source>
      <translation>라벨</translation>
    </message>
    <message>
      <source>Letters of a Markov chain (known entropy)</source>
      <translation>마르코프 연쇄의 글자 (엔트로피를 아는 글)</translation>
    </message>
    <message>
      <source>Letters of a chain of second order (known entropy)</source>
      <translation>2차 연쇄의 글자 (엔트로피를 앎)</translation>
    </message>
    <message>
      <source>Letters that come again in the same order</source>
      <translation>같은 순서로 다시 나오는 글자</translation>
    </message>
    <message>
      <source>LoRA</source>
      <translation>LoRA</translation>
    </message>
    <message>
      <source>Most memory; may forget most of what it knew.</source>
      <translation>메모리가 가장 많이 들고, 알던 것을 가장 많이 잊을 수 있어요.</translation>
    </message>
    <message>
      <source>N-gram (counts)</source>
      <translation>N-gram (세기)</translation>
    </message>
    <message>
      <source>N-gram of {n} tokens</source>
      <translation>토큰 {n}개의 N-gram</translation>
    </message>
    <message>
      <source>New: {shape}</source>
      <translation>새 모델: {shape}</translation>
    </message>
    <message>
      <source>Number words, English and Korean</source>
      <translation>수를 나타내는 말, 영어와 한국어</translation>
    </message>
    <message>
      <source>Occupations, called he or she: 50 to 50</source>
      <translation>직업을 he나 she로 부름: 50 대 50</translation>
    </message>
    <message>
      <source>Occupations, called he or she: 90 to 10</source>
      <translation>직업을 he나 she로 부름: 90 대 10</translation>
    </message>
    <message>
      <source>Parts of speech, for example; a tag for each word.</source>
      <translation>품사처럼 낱말마다 태그를 하나씩 맞혀요.</translation>
    </message>
    <message>
      <source>Prompt</source>
      <translation>입력</translation>
    </message>
    <message>
      <source>Questions and answers</source>
      <translation>질문과 답</translation>
    </message>
    <message>
      <source>Reviews, good and bad</source>
      <translation>좋은 후기와 나쁜 후기</translation>
    </message>
    <message>
      <source>Sentences alone: no stories, chats or numbers</source>
      <translation>문장만: 이야기, 대화, 숫자 없이</translation>
    </message>
    <message>
      <source>Sentences in Korean and English</source>
      <translation>한국어와 영어 문장</translation>
    </message>
    <message>
      <source>Sentences of a small grammar (known entropy)</source>
      <translation>작은 문법의 문장 (엔트로피를 앎)</translation>
    </message>
    <message>
      <source>Sentences, and lines of two or three words</source>
      <translation>문장, 그리고 두세 낱말짜리 줄</translation>
    </message>
    <message>
      <source>Sentences, and lines that say the same twice</source>
      <translation>문장, 그리고 같은 말을 두 번 하는 줄</translation>
    </message>
    <message>
      <source>Small additions to its products; its own weights stay as they are.</source>
      <translation>곱셈에 작은 행렬을 더해요. 모델의 가중치는 그대로예요.</translation>
    </message>
    <message>
      <source>Soft prompt</source>
      <translation>소프트 프롬프트</translation>
    </message>
    <message>
      <source>Source</source>
      <translation>원문</translation>
    </message>
    <message>
      <source>Tags</source>
      <translation>태그</translation>
    </message>
    <message>
      <source>Target</source>
      <translation>목표</translation>
    </message>
    <message>
      <source>Text</source>
      <translation>글</translation>
    </message>
    <message>
      <source>The class of a text</source>
      <translation>글의 부류</translation>
    </message>
    <message>
      <source>The class of each word</source>
      <translation>낱말마다의 부류</translation>
    </message>
    <message>
      <source>The next token</source>
      <translation>다음 토큰</translation>
    </message>
    <message>
      <source>The others stay as they are.</source>
      <translation>나머지는 그대로예요.</translation>
    </message>
    <message>
      <source>The starter's (Korean and English)</source>
      <translation>스타터의 것 (한국어와 영어)</translation>
    </message>
    <message>
      <source>Transformer: decoder</source>
      <translation>트랜스포머: 디코더</translation>
    </message>
    <message>
      <source>Transformer: encoder</source>
      <translation>트랜스포머: 인코더</translation>
    </message>
    <message>
      <source>Transformer: encoder-decoder</source>
      <translation>트랜스포머: 인코더-디코더</translation>
    </message>
    <message>
      <source>Translation, for example.</source>
      <translation>번역이 한 예예요.</translation>
    </message>
    <message>
      <source>Vectors before every text are learned, and no weight.</source>
      <translation>글 앞에 놓이는 벡터만 배우고 가중치는 배우지 않아요.</translation>
    </message>
    <message>
      <source>What was left out</source>
      <translation>빠진 부분</translation>
    </message>
    <message>
      <source>validation every {eval}, samples every {sample}, checkpoint every {checkpoint}</source>
      <translation>검증 {eval}단계마다, 샘플 {sample}단계마다, 체크포인트 {checkpoint}단계마다</translation>
    </message>
    <message>
      <source>warm-up {warmup}, {decay} down to {share}, weight decay {weight}</source>
      <translation>워밍업 {warmup}, {decay} 감쇠로 {share}까지, 가중치 감쇠 {weight}</translation>
    </message>
    <message>
      <source>{kind}, {n} layers, width {width}</source>
      <translation>{kind}, 레이어 {n}개, 너비 {width}</translation>
    </message>
    <message>
      <source>{n} steps of {tokens} tokens, learning rate {rate}</source>
      <translation>토큰 {tokens}개씩 {n}단계, 학습률 {rate}</translation>
    </message>
    <message>
      <source>{rows} rows at once, {dtype}</source>
      <translation>한 번에 {rows}행, {dtype}</translation>
    </message>
  </context>
  <context>
    <name>ClassifyPage</name>
    <message>
      <source>A space before each</source>
      <translation>앞에 빈칸 두기</translation>
    </message>
    <message>
      <source>Calibrate</source>
      <translation>보정</translation>
    </message>
    <message>
      <source>Classify</source>
      <translation>분류</translation>
    </message>
    <message>
      <source>Divides each label's probability by the one it has behind a prompt that says nothing, so that a label which is always likely is not preferred for that.</source>
      <translation>라벨마다 확률을, 아무 말도 없는 프롬프트 뒤에서의 확률로 나눠요. 늘 확률이 높은 라벨이 그 때문에 뽑히지 않게 해요.</translation>
    </message>
    <message>
      <source>Each is scored as a whole, token by token. Separate them with |.</source>
      <translation>라벨마다 토큰 하나하나의 점수를 더해 통째로 매겨요. |로 구분하세요.</translation>
    </message>
    <message>
      <source>Labels</source>
      <translation>라벨</translation>
    </message>
    <message>
      <source>Most tokenizers know a word within a sentence together with the space before it.</source>
      <translation>대부분의 토크나이저는 문장 속 낱말을 앞의 빈칸과 묶어서 알고 있어요.</translation>
    </message>
    <message>
      <source>Press Classify: nothing is generated, the labels are compared as whole strings behind the text above.</source>
      <translation>분류를 누르세요. 아무것도 생성하지 않고, 위 텍스트 뒤에 오는 라벨을 통째로 비교해요.</translation>
    </message>
    <message>
      <source>Reading the text and the labels …</source>
      <translation>텍스트와 라벨을 읽는 중 …</translation>
    </message>
    <message>
      <source>The same prompt with nothing to judge in it, “N/A” in the place of the input</source>
      <translation>같은 프롬프트에서 판단할 내용만 뺀 것 (입력 자리에 “N/A” 등)</translation>
    </message>
    <message>
      <source>The text, the labels or the model have changed since. “{button}” compares anew.</source>
      <translation>그 뒤로 텍스트나 라벨, 모델이 바뀌었어요. “{button}” 버튼을 누르면 새로 비교해요.</translation>
    </message>
    <message>
      <source>The tokenizer joins the end of the text, “{end}”, with a label. So that end is scored together with every label, and they can be compared. A text that ends without a space avoids it.</source>
      <translation>토크나이저가 텍스트의 끝(“{end}”)을 라벨과 합쳐요. 그래서 비교할 수 있도록 그 끝을 모든 라벨과 함께 점수 매겨요. 텍스트를 빈칸 없이 끝내면 이런 일이 없어요.</translation>
    </message>
    <message>
      <source>positive | negative</source>
      <translation>긍정 | 부정</translation>
    </message>
    <message>
      <source>{label}: {calibrated} among these labels, calibrated ({share} not calibrated)</source>
      <translation>{label}: 이 라벨 가운데 {calibrated}, 보정함 (보정 전 {share})</translation>
    </message>
    <message>
      <source>{label}: {share} among these labels, not calibrated</source>
      <translation>{label}: 이 라벨 가운데 {share}, 보정하지 않음</translation>
    </message>
    <message>
      <source>{model} · weights {stored}, computed in {dtype} · behind “…{end}”, {n} tokens</source>
      <translation>{model} · 가중치 {stored}, {dtype} 계산 · “…{end}” 뒤, 토큰 {n}개</translation>
    </message>
  </context>
  <context>
    <name>ColorBar</name>
    <message>
      <source>weight</source>
      <translation>가중치</translation>
    </message>
  </context>
  <context>
    <name>CombineBox</name>
    <message>
      <source>Each head of the layer</source>
      <translation>레이어의 헤드마다</translation>
    </message>
    <message>
      <source>Maximum of all heads</source>
      <translation>모든 헤드의 최댓값</translation>
    </message>
    <message>
      <source>Maximum of the layer</source>
      <translation>레이어의 최댓값</translation>
    </message>
    <message>
      <source>Mean of all heads</source>
      <translation>모든 헤드의 평균</translation>
    </message>
    <message>
      <source>Mean of the layer</source>
      <translation>레이어의 평균</translation>
    </message>
    <message>
      <source>One head, or several taken together weight by weight</source>
      <translation>헤드 하나, 또는 여러 헤드를 가중치마다 합친 것</translation>
    </message>
    <message>
      <source>This head</source>
      <translation>이 헤드</translation>
    </message>
    <message>
      <source>Which heads</source>
      <translation>어느 헤드</translation>
    </message>
  </context>
  <context>
    <name>CompareView</name>
    <message>
      <source>A − B</source>
      <translation>A − B</translation>
    </message>
    <message>
      <source>Add a tokenizer</source>
      <translation>토크나이저 추가</translation>
    </message>
    <message>
      <source>An installed model, a folder, or a checkpoint of a run: run:12@500. Empty: the same model.</source>
      <translation>설치된 모델, 폴더, 또는 실행의 체크포인트(run:12@500). 비워 두면 같은 모델입니다.</translation>
    </message>
    <message>
      <source>Axis</source>
      <translation>축</translation>
    </message>
    <message>
      <source>Begin the lesson</source>
      <translation>수업 시작</translation>
    </message>
    <message>
      <source>Chart</source>
      <translation>그래프</translation>
    </message>
    <message>
      <source>Choose another model, a checkpoint of a run, or type another text above: the same head is shown in both, with what differs. Another head of the same pass works, too: it is under “More”.</source>
      <translation>위에서 다른 모델이나 실행의 체크포인트를 고르거나 다른 텍스트를 입력하세요. 같은 헤드를 양쪽에서 보여 주고 다른 점을 표시합니다. 같은 텍스트의 다른 헤드도 “더 보기”에서 고를 수 있습니다.</translation>
    </message>
    <message>
      <source>Compare</source>
      <translation>비교</translation>
    </message>
    <message>
      <source>Curves</source>
      <translation>곡선</translation>
    </message>
    <message>
      <source>Each tokenizer cuts the same bytes in its own way, and so a text costs more in one than in another. Choose two to four, drop a tokenizer.json here, and type a text above.</source>
      <translation>토크나이저마다 같은 바이트를 다르게 자르므로, 같은 텍스트라도 드는 토큰 수가 다릅니다. 2~4개를 고르거나 tokenizer.json을 여기에 끌어다 놓고, 위에 텍스트를 입력하세요.</translation>
    </message>
    <message>
      <source>Figure</source>
      <translation>수치</translation>
    </message>
    <message>
      <source>Figures of each setting</source>
      <translation>설정마다의 수치</translation>
    </message>
    <message>
      <source>Four tokenizers are the most; take one out first.</source>
      <translation>토크나이저는 네 개까지입니다. 먼저 하나를 빼세요.</translation>
    </message>
    <message>
      <source>Go on</source>
      <translation>계속</translation>
    </message>
    <message>
      <source>Hatched: only one of the texts has it. Tokens of one stretch count together: keys add up, queries are averaged.</source>
      <translation>빗금: 한쪽 텍스트에만 있는 자리. 한 자리의 토큰들은 함께 셉니다(키는 합, 쿼리는 평균).</translation>
    </message>
    <message>
      <source>Head of B</source>
      <translation>B의 헤드</translation>
    </message>
    <message>
      <source>Heads that differ most</source>
      <translation>가장 다른 헤드</translation>
    </message>
    <message>
      <source>Hold it against something</source>
      <translation>비교할 대상을 고르세요</translation>
    </message>
    <message>
      <source>Lay tokenizers over one text</source>
      <translation>한 텍스트에 여러 토크나이저를 겹쳐 보기</translation>
    </message>
    <message>
      <source>Layer of B</source>
      <translation>B의 레이어</translation>
    </message>
    <message>
      <source>Lesson</source>
      <translation>수업</translation>
    </message>
    <message>
      <source>Loading the lessons…</source>
      <translation>수업 목록을 읽는 중…</translation>
    </message>
    <message>
      <source>Model of B</source>
      <translation>B의 모델</translation>
    </message>
    <message>
      <source>None are listed: the models have other numbers of layers and heads, {shapes}.</source>
      <translation>목록 없음: 두 모델의 레이어와 헤드 수가 다릅니다, {shapes}.</translation>
    </message>
    <message>
      <source>Open a tokenizer</source>
      <translation>토크나이저 열기</translation>
    </message>
    <message>
      <source>Open a tokenizer.json or .tiktoken file…</source>
      <translation>tokenizer.json 또는 .tiktoken 파일 열기…</translation>
    </message>
    <message>
      <source>Opening the model…</source>
      <translation>모델을 여는 중…</translation>
    </message>
    <message>
      <source>Over</source>
      <translation>가로축</translation>
    </message>
    <message>
      <source>Point at a cell for its numbers in both; click a row to select its token.</source>
      <translation>칸을 가리키면 양쪽의 값이 나옵니다. 행을 클릭하면 그 토큰이 선택됩니다.</translation>
    </message>
    <message>
      <source>Reading B…</source>
      <translation>B를 읽는 중…</translation>
    </message>
    <message>
      <source>Run</source>
      <translation>실행</translation>
    </message>
    <message>
      <source>Run it again</source>
      <translation>다시 실행</translation>
    </message>
    <message>
      <source>Run {id}</source>
      <translation>실행 {id}</translation>
    </message>
    <message>
      <source>Seeds</source>
      <translation>시드</translation>
    </message>
    <message>
      <source>Setting</source>
      <translation>설정</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>설정</translation>
    </message>
    <message>
      <source>Share of the weight that lies elsewhere, mean over {n} places that both texts have</source>
      <translation>다른 곳에 놓인 가중치의 비율. 두 텍스트에 다 있는 자리 {n}개의 평균</translation>
    </message>
    <message>
      <source>Steps</source>
      <translation>단계</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>멈추기</translation>
    </message>
    <message>
      <source>Take out {name}</source>
      <translation>빼기: {name}</translation>
    </message>
    <message>
      <source>Text of B</source>
      <translation>B의 텍스트</translation>
    </message>
    <message>
      <source>The model under study</source>
      <translation>살펴보는 모델</translation>
    </message>
    <message>
      <source>Tokens</source>
      <translation>토큰</translation>
    </message>
    <message>
      <source>about {time} left</source>
      <translation>남은 시간 약 {time}</translation>
    </message>
    <message>
      <source>and text</source>
      <translation>텍스트</translation>
    </message>
    <message>
      <source>as in A</source>
      <translation>A와 같게</translation>
    </message>
    <message>
      <source>changed</source>
      <translation>변경됨</translation>
    </message>
    <message>
      <source>dots and bands: the mean over the seeds, from the least to the greatest</source>
      <translation>점과 띠: 시드에 걸친 평균, 가장 작은 값부터 가장 큰 값까지</translation>
    </message>
    <message>
      <source>ended early: Go on trains what is missing</source>
      <translation>도중에 끝났어요. ‘계속’을 누르면 남은 것만 학습해요</translation>
    </message>
    <message>
      <source>later token, can't be read</source>
      <translation>뒤의 토큰이라 읽을 수 없음</translation>
    </message>
    <message>
      <source>more in A</source>
      <translation>A가 더 큼</translation>
    </message>
    <message>
      <source>more in B</source>
      <translation>B가 더 큼</translation>
    </message>
    <message>
      <source>no place is in both</source>
      <translation>두 텍스트에 다 있는 자리가 없음</translation>
    </message>
    <message>
      <source>only {name} begins with {token}, where much of the weight may rest</source>
      <translation>{name}만 {token}(으)로 시작하며, 가중치가 거기에 많이 놓일 수 있음</translation>
    </message>
    <message>
      <source>scale without the first token</source>
      <translation>첫 토큰을 뺀 척도</translation>
    </message>
    <message>
      <source>the same model</source>
      <translation>같은 모델</translation>
    </message>
    <message>
      <source>the same text</source>
      <translation>같은 텍스트</translation>
    </message>
    <message>
      <source>with model</source>
      <translation>비교할 모델</translation>
    </message>
    <message>
      <source>{arms} settings, each with {seeds} seeds: {cells} short trainings, on all cores.</source>
      <translation>설정 {arms}개를 시드 {seeds}개씩, 짧은 학습 {cells}번을 모든 코어에서 해요.</translation>
    </message>
    <message>
      <source>{both} of {n} places are in both texts</source>
      <translation>두 텍스트에 다 있는 자리: {n}개 중 {both}개</translation>
    </message>
    <message>
      <source>{done} of {all} trainings measured</source>
      <translation>학습 {all}개 중 {done}개 측정</translation>
    </message>
    <message>
      <source>{id}: {summary}</source>
      <translation>{id}: {summary}</translation>
    </message>
    <message>
      <source>{name} does not give back: {lost}</source>
      <translation>{name}에서 되돌아오지 않는 글자: {lost}</translation>
    </message>
    <message>
      <source>{n} failed: {why}</source>
      <translation>{n}개 실패: {why}</translation>
    </message>
    <message>
      <source>{n} under way</source>
      <translation>{n}개 진행 중</translation>
    </message>
    <message>
      <source>{query} reads {key}: A {a} · B {b} · A − B {difference}</source>
      <translation>{query} → {key}: A {a} · B {b} · A − B {difference}</translation>
    </message>
    <message>
      <source>{share} of the weight lies elsewhere</source>
      <translation>가중치의 {share}: 서로 다른 곳</translation>
    </message>
    <message>
      <source>▼ a cut that not all share · ┊ others cut here · ╱╱ changed by the tokenizer · ╳╳ lost · ┄ without its spaces</source>
      <translation>▼ 모두가 자르지는 않는 자리 · ┊ 다른 쪽만 자르는 자리 · ╱╱ 토크나이저가 바꾼 글자 · ╳╳ 잃은 글자 · ┄ 공백이 빠진 토큰</translation>
    </message>
  </context>
  <context>
    <name>ContextMeter</name>
    <message>
      <source>context {n_ctx} · {excess} too many</source>
      <translation>문맥 {n_ctx}개 · {excess}개 초과</translation>
    </message>
    <message>
      <source>{n} of {n_ctx} of the context</source>
      <translation>문맥 {n_ctx}개 중 {n}개</translation>
    </message>
  </context>
  <context>
    <name>ContrastChoice</name>
    <message>
      <source>After</source>
      <translation>위치</translation>
    </message>
    <message>
      <source>At</source>
      <translation>위치</translation>
    </message>
    <message>
      <source>First mask</source>
      <translation>첫 마스크</translation>
    </message>
    <message>
      <source>Hold it against nothing</source>
      <translation>견주지 않기</translation>
    </message>
    <message>
      <source>Hold it against nothing: its logit alone</source>
      <translation>견주지 않고 이 토큰의 로짓만 보기</translation>
    </message>
    <message>
      <source>Its logit alone, held against no other token</source>
      <translation>다른 토큰과 견주지 않은 로짓 그대로</translation>
    </message>
    <message>
      <source>Last token</source>
      <translation>마지막 토큰</translation>
    </message>
    <message>
      <source>Position: {token}</source>
      <translation>위치: {token}</translation>
    </message>
    <message>
      <source>Positions</source>
      <translation>위치 목록</translation>
    </message>
    <message>
      <source>Rather than: {token}</source>
      <translation>견줄 토큰: {token}</translation>
    </message>
    <message>
      <source>Reset</source>
      <translation>처음대로</translation>
    </message>
    <message>
      <source>Selected token</source>
      <translation>선택한 토큰</translation>
    </message>
    <message>
      <source>The last position, and the two most probable tokens there</source>
      <translation>마지막 위치와 그곳에서 가장 그럴듯한 두 토큰</translation>
    </message>
    <message>
      <source>Token: {token}</source>
      <translation>토큰: {token}</translation>
    </message>
    <message>
      <source>Type a token</source>
      <translation>토큰 입력</translation>
    </message>
    <message>
      <source>Type a token, Enter</source>
      <translation>토큰을 입력하고 Enter</translation>
    </message>
    <message>
      <source>What the model expects</source>
      <translation>모델이 예상하는 토큰</translation>
    </message>
    <message>
      <source>comes</source>
      <translation>다음:</translation>
    </message>
    <message>
      <source>nothing</source>
      <translation>없음</translation>
    </message>
    <message>
      <source>rather than</source>
      <translation>견줄 토큰:</translation>
    </message>
    <message>
      <source>stands</source>
      <translation>자리:</translation>
    </message>
  </context>
  <context>
    <name>CostTable</name>
    <message>
      <source>A word is a stretch of one script. A token counts one, shared out over its bytes that are no spaces.</source>
      <translation>단어는 한 문자 체계가 이어진 구간입니다. 토큰 하나는 공백이 아닌 바이트에 고르게 나누어 셉니다.</translation>
    </message>
    <message>
      <source>All</source>
      <translation>전체</translation>
    </message>
    <message>
      <source>Byte</source>
      <translation>바이트</translation>
    </message>
    <message>
      <source>Character</source>
      <translation>글자</translation>
    </message>
    <message>
      <source>Cost by tokenizer and script</source>
      <translation>토크나이저와 문자 체계별 비용</translation>
    </message>
    <message>
      <source>Cost: tokens for one …</source>
      <translation>비용: 하나당 토큰 수</translation>
    </message>
    <message>
      <source>Syllable</source>
      <translation>음절</translation>
    </message>
    <message>
      <source>The least of these tokenizers</source>
      <translation>이 토크나이저들 가운데 가장 적음</translation>
    </message>
    <message>
      <source>Tokenizer</source>
      <translation>토크나이저</translation>
    </message>
    <message>
      <source>Tokens</source>
      <translation>토큰</translation>
    </message>
    <message>
      <source>Tokens for one</source>
      <translation>하나당 토큰 수</translation>
    </message>
    <message>
      <source>Word</source>
      <translation>낱말</translation>
    </message>
  </context>
  <context>
    <name>CrashReporter</name>
    <message>
      <source>Copy</source>
      <translation>복사</translation>
    </message>
    <message>
      <source>Details of the error</source>
      <translation>오류 상세</translation>
    </message>
    <message>
      <source>Something unexpected happened</source>
      <translation>예기치 않은 일이 일어났습니다</translation>
    </message>
    <message>
      <source>This is a defect of the workbench. Your runs are safe; you can go on working.</source>
      <translation>워크벤치의 결함입니다. 실행 기록은 안전하며 계속 작업할 수 있습니다.</translation>
    </message>
  </context>
  <context>
    <name>CurvePlot</name>
    <message>
      <source> (step {step})</source>
      <translation> ({step}단계)</translation>
    </message>
    <message>
      <source>, mean {value}</source>
      <translation>, 평균 {value}</translation>
    </message>
    <message>
      <source>Step {step}</source>
      <translation>{step}단계</translation>
    </message>
    <message>
      <source>{n} tokens</source>
      <translation>토큰 {n}개</translation>
    </message>
  </context>
  <context>
    <name>CutLadder</name>
    <message>
      <source>Steps of the cut</source>
      <translation>잘리는 과정</translation>
    </message>
    <message>
      <source>id {id}</source>
      <translation>id {id}</translation>
    </message>
    <message>
      <source>in the vocabulary: {spelling}</source>
      <translation>어휘 속 표기: {spelling}</translation>
    </message>
    <message>
      <source>not in the vocabulary: {spelling}</source>
      <translation>어휘에 없음: {spelling}</translation>
    </message>
  </context>
  <context>
    <name>CutWords</name>
    <message>
      <source>A character that no piece has costs {score}.</source>
      <translation>어떤 조각에도 없는 글자는 {score}점이에요.</translation>
    </message>
    <message>
      <source>BPE: of all neighbours that can be merged, the pair with the lowest rank goes first.</source>
      <translation>BPE: 합칠 수 있는 이웃 가운데 순위 숫자가 가장 작은 짝을 먼저 합쳐요.</translation>
    </message>
    <message>
      <source>Begin</source>
      <translation>시작</translation>
    </message>
    <message>
      <source>Best · {total}</source>
      <translation>최선 · {total}</translation>
    </message>
    <message>
      <source>Ids</source>
      <translation>id</translation>
    </message>
    <message>
      <source>Next in line: “{left}” + “{right}”, rank {rank}.</source>
      <translation>그다음 차례: “{left}” + “{right}”, 순위 {rank}.</translation>
    </message>
    <message>
      <source>No pair is left that can be merged. Merges: {n}, pieces: {pieces}.</source>
      <translation>더 합칠 수 있는 짝이 없어요. 합친 횟수 {n}번, 조각 {pieces}개.</translation>
    </message>
    <message>
      <source>No. {place} · {total}</source>
      <translation>{place}위 · {total}</translation>
    </message>
    <message>
      <source>No. {place}: {total}, which is {less} nats less than the best.</source>
      <translation>{place}위: {total}, 최선보다 {less} nats 낮아요.</translation>
    </message>
    <message>
      <source>Nothing fits here, and so the whole word is unknown, also what was found before.</source>
      <translation>여기서 맞는 조각이 없어서, 앞에서 찾은 것까지 낱말 전체를 모르는 것으로 봐요.</translation>
    </message>
    <message>
      <source>The best way: log-probabilities sum up to {total}.</source>
      <translation>최선의 방법: 로그 확률의 합은 {total}이에요.</translation>
    </message>
    <message>
      <source>The word has more than {limit} characters, and so this tokenizer does not look at it: it is unknown.</source>
      <translation>낱말이 {limit}자보다 길어서 이 토크나이저는 살펴보지 않아요. 모르는 낱말이 돼요.</translation>
    </message>
    <message>
      <source>The word has {n} characters; the longest piece is looked up first.</source>
      <translation>낱말은 {n}자예요. 가장 긴 조각부터 찾아봐요.</translation>
    </message>
    <message>
      <source>The word in {n} pieces; {pairs} pairs can be merged.</source>
      <translation>낱말은 조각 {n}개로 시작해요. 합칠 수 있는 짝은 {pairs}개예요.</translation>
    </message>
    <message>
      <source>The word is cut in {pieces} after {n} look-ups.</source>
      <translation>{n}번 찾아본 끝에 낱말이 {pieces}조각으로 잘렸어요.</translation>
    </message>
    <message>
      <source>The {n} most probable ways to cut this word.</source>
      <translation>이 낱말을 자르는 가장 그럴듯한 방법 {n}가지예요.</translation>
    </message>
    <message>
      <source>This tokenizer is set to leave out {share} % of merges by chance; here none is.</source>
      <translation>이 토크나이저는 병합의 {share} %를 무작위로 건너뛰게 되어 있지만, 여기서는 건너뛰지 않아요.</translation>
    </message>
    <message>
      <source>This vocabulary has whole words: a word is in it, or unknown.</source>
      <translation>이 어휘에는 낱말이 통째로 들어 있어요. 있으면 그 낱말이고, 없으면 모르는 낱말이에요.</translation>
    </message>
    <message>
      <source>This word is in the vocabulary, and this tokenizer then takes it whole and merges nothing.</source>
      <translation>이 낱말은 어휘에 있어요. 이 토크나이저는 그럴 때 통째로 쓰고 아무것도 합치지 않아요.</translation>
    </message>
    <message>
      <source>Unigram: of all ways to cut the word, the one whose pieces' log-probabilities sum up highest.</source>
      <translation>Unigram: 낱말을 자르는 모든 방법 가운데 조각들의 로그 확률 합이 가장 높은 것을 골라요.</translation>
    </message>
    <message>
      <source>Word</source>
      <translation>낱말</translation>
    </message>
    <message>
      <source>WordPiece: from the left the longest piece that the vocabulary has; where nothing fits, all of it is unknown.</source>
      <translation>WordPiece: 왼쪽부터 어휘에 있는 가장 긴 조각을 골라요. 맞는 것이 없으면 낱말 전체를 모르는 것으로 봐요.</translation>
    </message>
    <message>
      <source>{step} · found</source>
      <translation>{step} · 있음</translation>
    </message>
    <message>
      <source>{step} · not there</source>
      <translation>{step} · 없음</translation>
    </message>
    <message>
      <source>{step} · rank {rank}</source>
      <translation>{step} · 순위 {rank}</translation>
    </message>
    <message>
      <source>“{left}” + “{right}” has rank {rank}, the lowest of {pairs} → “{made}” (id {id}).</source>
      <translation>“{left}” + “{right}”: 순위 {rank}, 짝 {pairs}개 가운데 가장 앞 → “{made}” (id {id}).</translation>
    </message>
    <message>
      <source>“{piece}” is in the vocabulary (id {id}).</source>
      <translation>“{piece}”: 어휘에 있어요 (id {id}).</translation>
    </message>
    <message>
      <source>“{piece}” is not in the vocabulary: one character less.</source>
      <translation>“{piece}”: 어휘에 없어서 한 글자를 줄여요.</translation>
    </message>
  </context>
  <context>
    <name>DataSection</name>
    <message>
      <source>A file of mine…</source>
      <translation>내 파일…</translation>
    </message>
    <message>
      <source>A folder of mine…</source>
      <translation>내 폴더…</translation>
    </message>
    <message>
      <source>First rows of the data</source>
      <translation>데이터의 첫 행들</translation>
    </message>
    <message>
      <source>It could not be read.</source>
      <translation>읽지 못했어요.</translation>
    </message>
    <message>
      <source>JSON lines</source>
      <translation>JSON Lines</translation>
    </message>
    <message>
      <source>Learned from</source>
      <translation>배울 글</translation>
    </message>
    <message>
      <source>Looking at the first rows…</source>
      <translation>첫 행들을 보는 중…</translation>
    </message>
    <message>
      <source>Or drop a file or a folder on the window: text, JSON lines, CSV or TSV.</source>
      <translation>파일이나 폴더를 창에 끌어다 놓아도 돼요: 텍스트, JSON Lines, CSV, TSV.</translation>
    </message>
    <message>
      <source>Text</source>
      <translation>글</translation>
    </message>
    <message>
      <source>Texts and tables (*.txt *.md *.jsonl *.csv *.tsv);;All files (*)</source>
      <translation>텍스트와 표 (*.txt *.md *.jsonl *.csv *.tsv);;모든 파일 (*)</translation>
    </message>
    <message>
      <source>To be learned</source>
      <translation>배울 것</translation>
    </message>
    <message>
      <source>What is to be learned</source>
      <translation>무엇을 배울까요</translation>
    </message>
    <message>
      <source>a table</source>
      <translation>표</translation>
    </message>
    <message>
      <source>text</source>
      <translation>글</translation>
    </message>
    <message>
      <source>{kind}, {size}</source>
      <translation>{kind}, {size}</translation>
    </message>
    <message>
      <source>{n} files, {size}; the first: {kind}</source>
      <translation>파일 {n}개, {size}, 첫 파일: {kind}</translation>
    </message>
  </context>
  <context>
    <name>DistributionModel</name>
    <message>
      <source>&gt; {n}</source>
      <translation>&gt; {n}</translation>
    </message>
    <message>
      <source>After samplers</source>
      <translation>샘플러 뒤</translation>
    </message>
    <message>
      <source>Id</source>
      <translation>id</translation>
    </message>
    <message>
      <source>Model's own</source>
      <translation>모델 확률</translation>
    </message>
    <message>
      <source>Rank</source>
      <translation>순위</translation>
    </message>
    <message>
      <source>Token</source>
      <translation>토큰</translation>
    </message>
    <message>
      <source>after samplers: {probability:.6g} ({nats} nats)</source>
      <translation>샘플러 뒤: {probability:.6g} ({nats} nats)</translation>
    </message>
    <message>
      <source>bars share one scale: full is {scale}</source>
      <translation>막대의 눈금은 같습니다: 끝이 {scale}</translation>
    </message>
    <message>
      <source>everything else</source>
      <translation>나머지 전부</translation>
    </message>
    <message>
      <source>id {id}</source>
      <translation>id {id}</translation>
    </message>
    <message>
      <source>model's own: {probability:.6g} ({nats} nats)</source>
      <translation>모델 확률: {probability:.6g} ({nats} nats)</translation>
    </message>
    <message>
      <source>removed</source>
      <translation>제거됨</translation>
    </message>
  </context>
  <context>
    <name>DistributionView</name>
    <message>
      <source>Alternatives at this step</source>
      <translation>이 단계의 다른 후보</translation>
    </message>
    <message>
      <source>Enter continues with the selected token instead.</source>
      <translation>Enter를 누르면 고른 토큰으로 이어 씁니다.</translation>
    </message>
  </context>
  <context>
    <name>EffectMap</name>
    <message>
      <source>Layer {layer} · {column}: {value}</source>
      <translation>레이어 {layer} · {column}: {value}</translation>
    </message>
  </context>
  <context>
    <name>EffectTable</name>
    <message>
      <source>Head</source>
      <translation>헤드</translation>
    </message>
    <message>
      <source>Measured</source>
      <translation>측정</translation>
    </message>
    <message>
      <source>Predicted</source>
      <translation>예측</translation>
    </message>
    <message>
      <source>Predicted and measured effects</source>
      <translation>예측한 효과와 측정한 효과</translation>
    </message>
  </context>
  <context>
    <name>EmbeddingsPanel</name>
    <message>
      <source>Choose a model</source>
      <translation>모델 고르기</translation>
    </message>
    <message>
      <source>Choose none</source>
      <translation>고른 것 지우기</translation>
    </message>
    <message>
      <source>Embeddings</source>
      <translation>임베딩</translation>
    </message>
    <message>
      <source>Metric</source>
      <translation>척도</translation>
    </message>
    <message>
      <source>View</source>
      <translation>보기</translation>
    </message>
  </context>
  <context>
    <name>EmbeddingsWords</name>
    <message>
      <source>A model turns each token into a list of numbers, its vector. What the model uses alike lies close together: look up neighbours, add and subtract meanings, draw maps. Choose a model, or drop a file of vectors here.</source>
      <translation>모델은 토큰마다 숫자의 목록, 곧 벡터를 가지고 있습니다. 모델이 비슷하게 쓰는 것들은 서로 가까이 있습니다. 이웃을 찾고, 뜻을 더하고 빼고, 지도를 그려 보세요. 모델을 고르거나 벡터 파일을 여기에 놓으세요.</translation>
    </message>
    <message>
      <source>Add sample sentences</source>
      <translation>예문 넣기</translation>
    </message>
    <message>
      <source>Angle and lengths: long vectors come first.</source>
      <translation>각도와 길이를 함께 봄: 긴 벡터가 앞에 옵니다.</translation>
    </message>
    <message>
      <source>Centred cosine</source>
      <translation>중심 코사인</translation>
    </message>
    <message>
      <source>Choose a file…</source>
      <translation>파일 고르기…</translation>
    </message>
    <message>
      <source>Choose a model</source>
      <translation>모델 고르기</translation>
    </message>
    <message>
      <source>Cosine</source>
      <translation>코사인</translation>
    </message>
    <message>
      <source>Dot product</source>
      <translation>내적</translation>
    </message>
    <message>
      <source>Gathering the vectors…</source>
      <translation>벡터를 모으는 중…</translation>
    </message>
    <message>
      <source>Opening the model…</source>
      <translation>모델을 여는 중…</translation>
    </message>
    <message>
      <source>Reading the file…</source>
      <translation>파일을 읽는 중…</translation>
    </message>
    <message>
      <source>Reading the texts: {done} of {total}</source>
      <translation>텍스트를 읽는 중: {done}/{total}</translation>
    </message>
    <message>
      <source>See what lies near to what</source>
      <translation>무엇이 무엇과 가까운지 보기</translation>
    </message>
    <message>
      <source>The angle alone. High for almost any two vectors of a model, so 0.6 may mean nothing.</source>
      <translation>각도만 봄. 한 모델의 벡터는 거의 모두 서로 높게 나와서 0.6도 아무 뜻이 없을 수 있습니다.</translation>
    </message>
    <message>
      <source>The cosine once the mean of all vectors is taken away: vectors of a model share a direction, which says nothing of them.</source>
      <translation>모든 벡터의 평균을 뺀 뒤의 코사인: 한 모델의 벡터들이 함께 지닌 방향은 아무것도 말해 주지 않기 때문입니다.</translation>
    </message>
    <message>
      <source>The vectors of the model appear here in a moment.</source>
      <translation>모델의 벡터가 곧 여기에 나타납니다.</translation>
    </message>
    <message>
      <source>There are no such vectors here: the message below says why. Choose other vectors above.</source>
      <translation>여기에는 그런 벡터가 없습니다. 까닭은 아래 알림에 있습니다. 위에서 다른 벡터를 고르세요.</translation>
    </message>
    <message>
      <source>Type a text above, or add some: each becomes a point among the others.</source>
      <translation>위에 텍스트를 쓰거나 예문을 넣으세요. 저마다 다른 것들 사이의 한 점이 됩니다.</translation>
    </message>
    <message>
      <source>Vectors of your own: CSV, TSV, NPY, NPZ, or a word and its numbers on each line. Drop a file here, or choose one.</source>
      <translation>내 벡터: CSV, TSV, NPY, NPZ, 또는 줄마다 낱말과 숫자. 파일을 여기에 놓거나 고르세요.</translation>
    </message>
    <message>
      <source>{metric}: 95 % of random pairs are below {line}</source>
      <translation>{metric}: 무작위 쌍의 95 %가 {line}보다 작음</translation>
    </message>
    <message>
      <source>{n} chosen: {names}</source>
      <translation>{n}개 고름: {names}</translation>
    </message>
    <message>
      <source>{n} items of {dim} numbers</source>
      <translation>항목 {n}개, 저마다 숫자 {dim}개</translation>
    </message>
  </context>
  <context>
    <name>EstimateCard</name>
    <message>
      <source>A checkpoint</source>
      <translation>체크포인트</translation>
    </message>
    <message>
      <source>A step</source>
      <translation>한 단계</translation>
    </message>
    <message>
      <source>As the model sees them; behind the arrow, what it has to tell.</source>
      <translation>모델이 보는 그대로예요. 화살표 뒤는 모델이 맞혀야 하는 것이에요.</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>취소</translation>
    </message>
    <message>
      <source>Data</source>
      <translation>데이터</translation>
    </message>
    <message>
      <source>First loss</source>
      <translation>첫 손실</translation>
    </message>
    <message>
      <source>First rows</source>
      <translation>첫 행들</translation>
    </message>
    <message>
      <source>Getting ready…</source>
      <translation>준비하는 중…</translation>
    </message>
    <message>
      <source>How many of them are changed</source>
      <translation>그중 바뀌는 수</translation>
    </message>
    <message>
      <source>Measure</source>
      <translation>재기</translation>
    </message>
    <message>
      <source>Memory</source>
      <translation>메모리</translation>
    </message>
    <message>
      <source>Most that the process held at once, PyTorch included</source>
      <translation>프로세스가 한때 가장 많이 쓴 양, PyTorch 포함</translation>
    </message>
    <message>
      <source>Nats per token. A new model begins near ln V, that of guessing; a fork goes on with that of its checkpoint</source>
      <translation>토큰당 nat. 새 모델은 찍는 것과 같은 ln V 가까이에서, 갈래는 그 체크포인트의 손실에서 시작해요</translation>
    </message>
    <message>
      <source>Of the model; of an n-gram, those of the first steps</source>
      <translation>모델의 파라미터 수. N-gram은 첫 단계들까지의 수</translation>
    </message>
    <message>
      <source>Parameters</source>
      <translation>파라미터</translation>
    </message>
    <message>
      <source>Reading the data…</source>
      <translation>데이터를 읽는 중…</translation>
    </message>
    <message>
      <source>Speed</source>
      <translation>속도</translation>
    </message>
    <message>
      <source>The median of the steps that were timed</source>
      <translation>잰 단계들의 중앙값</translation>
    </message>
    <message>
      <source>Time and memory are measured on a few real steps.</source>
      <translation>시간과 메모리는 실제로 몇 단계를 돌려서 재요.</translation>
    </message>
    <message>
      <source>Tokens of a step; what is read besides is given, or padding</source>
      <translation>한 단계의 토큰 수. 그 밖에 읽는 것은 주어진 글이거나 채움이에요</translation>
    </message>
    <message>
      <source>Tokens that are read, padding among them</source>
      <translation>읽는 토큰, 채움 포함</translation>
    </message>
    <message>
      <source>Tokens that are trained on, and how often all of them are read</source>
      <translation>학습하는 토큰 수와, 전부를 몇 번 읽는지</translation>
    </message>
    <message>
      <source>Trained</source>
      <translation>학습하는 것</translation>
    </message>
    <message>
      <source>Trying some steps…</source>
      <translation>몇 단계를 돌려 보는 중…</translation>
    </message>
    <message>
      <source>What it will take</source>
      <translation>얼마나 들까요</translation>
    </message>
    <message>
      <source>With a loss</source>
      <translation>손실을 재는 것</translation>
    </message>
    <message>
      <source>With the state of the training</source>
      <translation>학습 상태 포함</translation>
    </message>
    <message>
      <source>about {time}</source>
      <translation>약 {time}</translation>
    </message>
    <message>
      <source>for all steps, measured on {n} of them; with validations, without writing checkpoints</source>
      <translation>모든 단계에 드는 시간, {n}단계로 잼. 검증 포함, 체크포인트 쓰기 제외</translation>
    </message>
    <message>
      <source>for the {left} steps behind step {step}, measured on {n} of them; with validations, without writing checkpoints</source>
      <translation>{step}단계 다음의 {left}단계에 드는 시간, {n}단계로 잼. 검증 포함, 체크포인트 쓰기 제외</translation>
    </message>
    <message>
      <source>{counted} of {read} read</source>
      <translation>읽는 {read}개 중 {counted}개</translation>
    </message>
    <message>
      <source>{loss} (guessing: {guess})</source>
      <translation>{loss} (찍기: {guess})</translation>
    </message>
    <message>
      <source>{n} tokens, read {times} times</source>
      <translation>토큰 {n}개, {times}번 읽음</translation>
    </message>
    <message>
      <source>{rate} tokens/s</source>
      <translation>초당 토큰 {rate}개</translation>
    </message>
    <message>
      <source>{size} of {free} free</source>
      <translation>{size} / 남은 {free}</translation>
    </message>
  </context>
  <context>
    <name>EvolutionSide</name>
    <message>
      <source>Neighbours at the last step</source>
      <translation>마지막 단계의 이웃</translation>
    </message>
    <message>
      <source>Neighbours at this step</source>
      <translation>이 단계의 이웃</translation>
    </message>
    <message>
      <source>at step {step}</source>
      <translation>단계 {step}에서</translation>
    </message>
    <message>
      <source>at the last step, {step}</source>
      <translation>마지막 단계 {step}에서</translation>
    </message>
    <message>
      <source>mean of all</source>
      <translation>모두의 평균</translation>
    </message>
    <message>
      <source>random pairs, 95 %</source>
      <translation>무작위 짝의 95 %</translation>
    </message>
    <message>
      <source>step</source>
      <translation>단계</translation>
    </message>
    <message>
      <source>{metric} to the vector at the last step</source>
      <translation>마지막 단계의 벡터와의 {metric}</translation>
    </message>
  </context>
  <context>
    <name>EvolutionView</name>
    <message>
      <source>Axes</source>
      <translation>축</translation>
    </message>
    <message>
      <source>Evolution</source>
      <translation>변화</translation>
    </message>
    <message>
      <source>Open this checkpoint</source>
      <translation>이 체크포인트 열기</translation>
    </message>
    <message>
      <source>Soft prompt</source>
      <translation>소프트 프롬프트</translation>
    </message>
    <message>
      <source>Study the model as it was at this step, in all panels</source>
      <translation>이 단계의 모델을 모든 패널에서 살펴봅니다</translation>
    </message>
    <message>
      <source>Text in context</source>
      <translation>문맥 속 텍스트</translation>
    </message>
    <message>
      <source>Token embeddings</source>
      <translation>토큰 임베딩</translation>
    </message>
    <message>
      <source>Training</source>
      <translation>학습</translation>
    </message>
    <message>
      <source>Unembedding</source>
      <translation>출력 임베딩</translation>
    </message>
    <message>
      <source>Vectors</source>
      <translation>벡터</translation>
    </message>
    <message>
      <source>What the two fixed directions are fitted to. Those of all checkpoints show more of the ways that items came.</source>
      <translation>고정된 두 방향을 무엇에 맞출지 정합니다. 모든 체크포인트에 맞추면 항목이 지나온 길이 더 잘 보입니다.</translation>
    </message>
    <message>
      <source>all checkpoints</source>
      <translation>모든 체크포인트</translation>
    </message>
    <message>
      <source>last checkpoint</source>
      <translation>마지막 체크포인트</translation>
    </message>
  </context>
  <context>
    <name>EvolutionWords</name>
    <message>
      <source>Axes: the first two principal components of the last checkpoint, all of its items; fixed for all steps.</source>
      <translation>축: 마지막 체크포인트의 모든 항목에서 구한 첫 두 주성분. 모든 단계에서 고정됩니다.</translation>
    </message>
    <message>
      <source>Axes: the first two principal components of the shown items at all steps together; fixed for all steps.</source>
      <translation>축: 보이는 항목들을 모든 단계에서 모아 구한 첫 두 주성분. 모든 단계에서 고정됩니다.</translation>
    </message>
    <message>
      <source>Centred cosine</source>
      <translation>중심 코사인</translation>
    </message>
    <message>
      <source>Choose a point to see its way, and who is near to it at each step.</source>
      <translation>점을 고르면 지나온 길과 단계마다의 이웃이 보입니다.</translation>
    </message>
    <message>
      <source>Component {number} ({share})</source>
      <translation>주성분 {number} ({share})</translation>
    </message>
    <message>
      <source>Cosine</source>
      <translation>코사인</translation>
    </message>
    <message>
      <source>Looking for trainings…</source>
      <translation>학습을 찾는 중…</translation>
    </message>
    <message>
      <source>Near to {label}</source>
      <translation>이웃: {label}</translation>
    </message>
    <message>
      <source>Of {dim} dimensions the picture shows two: what lies near here need not be near.</source>
      <translation>그림은 {dim}차원 가운데 둘만 보여 줍니다. 여기서 가까워도 실제로는 가깝지 않을 수 있습니다.</translation>
    </message>
    <message>
      <source>Open Training</source>
      <translation>학습 열기</translation>
    </message>
    <message>
      <source>Opening a checkpoint…</source>
      <translation>체크포인트를 여는 중…</translation>
    </message>
    <message>
      <source>Reading the checkpoints:</source>
      <translation>체크포인트를 읽는 중:</translation>
    </message>
    <message>
      <source>Run {id} · {summary}</source>
      <translation>실행 {id} · {summary}</translation>
    </message>
    <message>
      <source>Step {step} · {number} of {n}</source>
      <translation>단계 {step} · {number} / {n}</translation>
    </message>
    <message>
      <source>The checkpoints are read in a moment.</source>
      <translation>곧 체크포인트를 읽습니다.</translation>
    </message>
    <message>
      <source>This training has no checkpoint yet. Choose another above, or wait: they appear here as they are written.</source>
      <translation>이 학습에는 아직 체크포인트가 없습니다. 위에서 다른 학습을 고르거나 기다리세요. 저장되는 대로 여기에 나타납니다.</translation>
    </message>
    <message>
      <source>Watch vectors take shape</source>
      <translation>벡터가 자리 잡는 모습 보기</translation>
    </message>
    <message>
      <source>While a model is trained, the vectors of its tokens move: what is used alike comes to lie together. Train a small model, with a checkpoint every few steps, and its checkpoints are played here one after another.</source>
      <translation>모델을 학습하는 동안 토큰의 벡터가 움직여, 비슷하게 쓰이는 것끼리 모입니다. 작은 모델을 몇 단계마다 체크포인트를 남기며 학습하면, 여기서 체크포인트를 차례로 재생합니다.</translation>
    </message>
    <message>
      <source>item {item}</source>
      <translation>항목 {item}</translation>
    </message>
    <message>
      <source>moved {distance} since the checkpoint before</source>
      <translation>앞 체크포인트에서 움직인 거리 {distance}</translation>
    </message>
    <message>
      <source>norm {norm}</source>
      <translation>노름 {norm}</translation>
    </message>
    <message>
      <source>{metric} to its last vector: {score}</source>
      <translation>마지막 벡터와의 {metric}: {score}</translation>
    </message>
    <message>
      <source>{n} of {k} are also near at the last step. 95 % of random pairs are below {chance} at this one.</source>
      <translation>{k}개 중 {n}개가 마지막 단계에서도 이웃입니다. 이 단계에서 무작위 짝의 95 %는 {chance} 아래입니다.</translation>
    </message>
    <message>
      <source>{shown} of {n} checkpoints are shown.</source>
      <translation>체크포인트 {n}개 중 {shown}개를 보여 줍니다.</translation>
    </message>
  </context>
  <context>
    <name>Export</name>
    <message>
      <source>Copy as Python</source>
      <translation>파이썬 코드로 복사</translation>
    </message>
    <message>
      <source>Copy data</source>
      <translation>데이터 복사</translation>
    </message>
    <message>
      <source>Copy picture</source>
      <translation>그림 복사</translation>
    </message>
    <message>
      <source>It is too much text for the picture to open again.</source>
      <translation>텍스트가 너무 길어 이 그림은 다시 열 수 없어요.</translation>
    </message>
    <message>
      <source>Save</source>
      <translation>저장</translation>
    </message>
    <message>
      <source>Save data as CSV…</source>
      <translation>데이터를 CSV로 저장…</translation>
    </message>
    <message>
      <source>Save data as JSON…</source>
      <translation>데이터를 JSON으로 저장…</translation>
    </message>
    <message>
      <source>Save data as NPZ…</source>
      <translation>데이터를 NPZ로 저장…</translation>
    </message>
    <message>
      <source>Save or copy this view</source>
      <translation>이 화면을 저장하거나 복사</translation>
    </message>
    <message>
      <source>Save picture as PDF…</source>
      <translation>그림을 PDF로 저장…</translation>
    </message>
    <message>
      <source>Save picture as PNG…</source>
      <translation>그림을 PNG로 저장…</translation>
    </message>
    <message>
      <source>Save picture as SVG…</source>
      <translation>그림을 SVG로 저장…</translation>
    </message>
    <message>
      <source>Saved {name}.</source>
      <translation>저장했습니다: {name}</translation>
    </message>
  </context>
  <context>
    <name>FigureWords</name>
    <message>
      <source>Attention of the best head to what stood behind the same token before</source>
      <translation>가장 강한 헤드가 같은 토큰의 앞선 자리 바로 뒤를 보는 주의 비율</translation>
    </message>
    <message>
      <source>Computing, s</source>
      <translation>계산, 초</translation>
    </message>
    <message>
      <source>Different rows that were learned from, or shown; —: never the same twice</source>
      <translation>배우거나 보여 준 서로 다른 줄의 수. —: 같은 줄이 두 번 나오지 않음</translation>
    </message>
    <message>
      <source>Examples</source>
      <translation>예시</translation>
    </message>
    <message>
      <source>Forgotten, nats</source>
      <translation>잊은 양, nats</translation>
    </message>
    <message>
      <source>Held-out loss, nats</source>
      <translation>검증 손실, nats</translation>
    </message>
    <message>
      <source>How many numbers the training could change</source>
      <translation>학습이 바꿀 수 있는 숫자의 수</translation>
    </message>
    <message>
      <source>Induction score, %</source>
      <translation>귀납 점수, %</translation>
    </message>
    <message>
      <source>Loss on our text, nats</source>
      <translation>만든 글의 손실, nats</translation>
    </message>
    <message>
      <source>Loss on the old text after the training less that before it; above 0, something was forgotten</source>
      <translation>옛 글에서 학습 뒤의 손실에서 학습 전의 손실을 뺀 값. 0보다 크면 무언가를 잊은 것</translation>
    </message>
    <message>
      <source>Mean loss per token on text that no training sees; lower is better</source>
      <translation>어떤 학습도 보지 않는 글에서 토큰마다의 평균 손실. 낮을수록 좋음</translation>
    </message>
    <message>
      <source>Parameters</source>
      <translation>파라미터</translation>
    </message>
    <message>
      <source>Peak memory, MB</source>
      <translation>최대 메모리, MB</translation>
    </message>
    <message>
      <source>Right answers, %</source>
      <translation>정답, %</translation>
    </message>
    <message>
      <source>Right on held-out text, %</source>
      <translation>검증 글 정답, %</translation>
    </message>
    <message>
      <source>Seconds of one core for the training and its validations; what runs beside does not count</source>
      <translation>학습과 검증에 든 코어 하나의 초. 옆에서 도는 것은 세지 않음</translation>
    </message>
    <message>
      <source>The most memory the process held, PyTorch itself included</source>
      <translation>프로세스가 가장 많이 쓴 메모리. PyTorch 자체도 포함</translation>
    </message>
    <message>
      <source>Tokens learned from</source>
      <translation>배운 토큰</translation>
    </message>
    <message>
      <source>Trained numbers</source>
      <translation>학습한 숫자</translation>
    </message>
    <message>
      <source>“{first}” rather than “{second}”, %</source>
      <translation>“{second}” 대신 “{first}”, %</translation>
    </message>
  </context>
  <context>
    <name>FilePage</name>
    <message>
      <source>Comparing with the file…</source>
      <translation>파일과 견주는 중…</translation>
    </message>
    <message>
      <source>Text (*.txt *.tsv *.csv);;All files (*)</source>
      <translation>텍스트 (*.txt *.tsv *.csv);;모든 파일 (*)</translation>
    </message>
    <message>
      <source>Words that the set lacks, or that are longer than a token: {n} ({words}).</source>
      <translation>집합에 없거나 토큰 하나보다 긴 낱말: {n}개 ({words}).</translation>
    </message>
  </context>
  <context>
    <name>FileView</name>
    <message>
      <source>A click puts the line under study.</source>
      <translation>누르면 그 줄을 살펴봅니다.</translation>
    </message>
    <message>
      <source>A text file to report on</source>
      <translation>보고서를 만들 텍스트 파일</translation>
    </message>
    <message>
      <source>Choose a text file…</source>
      <translation>텍스트 파일 고르기…</translation>
    </message>
    <message>
      <source>Costliest lines</source>
      <translation>가장 비싼 줄</translation>
    </message>
    <message>
      <source>File</source>
      <translation>파일</translation>
    </message>
    <message>
      <source>For a character</source>
      <translation>글자당</translation>
    </message>
    <message>
      <source>How many of its lines come back as they were, what Hangul, Latin and digits cost in tokens, which lines cost most. Choose a text file, or drop one here.</source>
      <translation>몇 줄이 그대로 되돌아오는지, 한글·로마자·숫자에 토큰이 얼마나 드는지, 어떤 줄이 가장 비싼지 봅니다. 텍스트 파일을 고르거나 여기에 끌어다 놓으세요.</translation>
    </message>
    <message>
      <source>Line</source>
      <translation>줄</translation>
    </message>
    <message>
      <source>Lines of the file</source>
      <translation>파일의 줄</translation>
    </message>
    <message>
      <source>Lines that don't come back</source>
      <translation>되돌아오지 않는 줄</translation>
    </message>
    <message>
      <source>Lines that don't come back: {lossy} ({share}). Not in NFC: {decomposed}. With invisible characters: {invisible}.</source>
      <translation>되돌아오지 않는 줄: {lossy}({share}). NFC가 아닌 줄: {decomposed}. 보이지 않는 글자가 있는 줄: {invisible}.</translation>
    </message>
    <message>
      <source>Not given back</source>
      <translation>되돌아오지 않음</translation>
    </message>
    <message>
      <source>Reading the file…</source>
      <translation>파일을 읽는 중…</translation>
    </message>
    <message>
      <source>Report on a text file</source>
      <translation>텍스트 파일 보고서</translation>
    </message>
    <message>
      <source>Text</source>
      <translation>글</translation>
    </message>
    <message>
      <source>Text (*.txt *.md);;All files (*)</source>
      <translation>텍스트 (*.txt *.md);;모든 파일 (*)</translation>
    </message>
    <message>
      <source>Tokens</source>
      <translation>토큰</translation>
    </message>
    <message>
      <source>Tokens for one Hangul syllable: {ratio}.</source>
      <translation>한글 한 음절당 토큰: {ratio}.</translation>
    </message>
    <message>
      <source>Which lines</source>
      <translation>보여 줄 줄</translation>
    </message>
    <message>
      <source>{file} in {tokenizer}: {size}, {lines} lines ({empty} empty), {tokens} tokens.</source>
      <translation>{file} · {tokenizer}: {size}, {lines}줄(빈 줄 {empty}), 토큰 {tokens}개.</translation>
    </message>
  </context>
  <context>
    <name>FillView</name>
    <message>
      <source>Candidates for mask {n}</source>
      <translation>가린 곳 {n}의 후보</translation>
    </message>
    <message>
      <source>Insert {mask}</source>
      <translation>{mask} 넣기</translation>
    </message>
    <message>
      <source>Mask {n}</source>
      <translation>가린 곳 {n}</translation>
    </message>
    <message>
      <source>Put {mask} in the place of a word and press Fill in: the model reads both sides of it.</source>
      <translation>낱말 자리에 {mask} 표시를 넣고 채우기를 누르세요. 모델이 그 양쪽을 읽습니다.</translation>
    </message>
    <message>
      <source>Puts the mask where the cursor stands, or in the place of what is selected.</source>
      <translation>커서 자리에, 또는 선택한 부분 대신 마스크를 넣습니다.</translation>
    </message>
    <message>
      <source>Reading the text…</source>
      <translation>텍스트를 읽는 중…</translation>
    </message>
    <message>
      <source>Text with masks</source>
      <translation>마스크가 있는 글</translation>
    </message>
    <message>
      <source>all others: {share}</source>
      <translation>나머지 모두: {share}</translation>
    </message>
    <message>
      <source>id {id} · ln p {logprob}</source>
      <translation>id {id} · ln p {logprob}</translation>
    </message>
    <message>
      <source>the first {n} of {total} masks are listed</source>
      <translation>마스크 {total}개 가운데 처음 {n}개만 보입니다</translation>
    </message>
    <message>
      <source>{name} · weights {stored}, computed in {dtype} · click a candidate to put it into the text</source>
      <translation>{name} · 가중치 {stored}, 계산 {dtype} · 후보를 누르면 글에 들어갑니다</translation>
    </message>
  </context>
  <context>
    <name>FlowView</name>
    <message>
      <source>Count the token's own stream and the norm behind the sum among the norm-based contributions</source>
      <translation>노름 기반 기여에 토큰 자신의 흐름과 합 뒤의 정규화도 넣기</translation>
    </message>
    <message>
      <source>Flow</source>
      <translation>흐름</translation>
    </message>
    <message>
      <source>Hide sink</source>
      <translation>싱크 숨기기</translation>
    </message>
    <message>
      <source>Layer</source>
      <translation>레이어</translation>
    </message>
    <message>
      <source>Layer {layer}</source>
      <translation>레이어 {layer}</translation>
    </message>
    <message>
      <source>Leave the first token out of the scales, not out of the numbers</source>
      <translation>첫 토큰을 눈금에서만 빼고 값에서는 빼지 않기</translation>
    </message>
    <message>
      <source>With the stream</source>
      <translation>자기 흐름 포함</translation>
    </message>
    <message>
      <source>later token, can't be read</source>
      <translation>뒤의 토큰이라 읽을 수 없음</translation>
    </message>
    <message>
      <source>scale without the first token</source>
      <translation>첫 토큰을 뺀 척도</translation>
    </message>
  </context>
  <context>
    <name>FlowWords</name>
    <message>
      <source>Following the flow…</source>
      <translation>흐름을 따라가는 중…</translation>
    </message>
    <message>
      <source>In {token}</source>
      <translation>{token} 안에서</translation>
    </message>
    <message>
      <source>Length of what is carried: weight × value · output, summed over the heads.</source>
      <translation>실어 나른 벡터의 길이: 가중치 × 값 · 출력 행렬, 헤드를 모두 더함.</translation>
    </message>
    <message>
      <source>Mean over the heads of this layer.</source>
      <translation>이 레이어의 헤드 평균.</translation>
    </message>
    <message>
      <source>Norm-based</source>
      <translation>노름 기반</translation>
    </message>
    <message>
      <source>Norm-based, with the stream</source>
      <translation>노름 기반, 자기 흐름 포함</translation>
    </message>
    <message>
      <source>Opening the model…</source>
      <translation>모델을 여는 중…</translation>
    </message>
    <message>
      <source>Point at a cell: it is marked in all maps. Click a row to select its token.</source>
      <translation>칸을 가리키면 모든 지도에 표시돼요. 행을 누르면 그 토큰이 선택돼요.</translation>
    </message>
    <message>
      <source>Raw weights</source>
      <translation>가중치 그대로</translation>
    </message>
    <message>
      <source>Rollout</source>
      <translation>롤아웃</translation>
    </message>
    <message>
      <source>Rollout assumes that half of every stream comes from attention and that values don't matter; norms see one layer at a time. Neither shows what the model answers because of a token: see Inputs and Ablate.</source>
      <translation>롤아웃은 모든 흐름의 절반이 어텐션에서 오고 값 벡터는 상관없다고 가정해요. 노름은 한 레이어씩만 봐요. 어느 토큰 때문에 모델이 그렇게 답했는지는 둘 다 보여 주지 않으니 입력과 제거를 보세요.</translation>
    </message>
    <message>
      <source>The same with the token's own stream, through the norm behind the sum where there is one.</source>
      <translation>여기에 토큰 자신의 흐름을 더하고, 합 뒤에 정규화가 있으면 그것까지 거친 길이.</translation>
    </message>
    <message>
      <source>Through all layers up to this one; half of each step is the stream itself.</source>
      <translation>이 레이어까지 모든 레이어를 거침. 각 단계의 절반은 흐름 자신.</translation>
    </message>
    <message>
      <source>Through source and answer up to this layer; half of each step is the stream itself.</source>
      <translation>원문과 답변을 거쳐 이 레이어까지. 각 단계의 절반은 흐름 자신.</translation>
    </message>
    <message>
      <source>length</source>
      <translation>길이</translation>
    </message>
    <message>
      <source>share</source>
      <translation>몫</translation>
    </message>
    <message>
      <source>weight</source>
      <translation>가중치</translation>
    </message>
    <message>
      <source>{n} others</source>
      <translation>그 밖에 {n}개</translation>
    </message>
  </context>
  <context>
    <name>FluencyWords</name>
    <message>
      <source>Arabic script</source>
      <translation>아랍 문자</translation>
    </message>
    <message>
      <source>Chinese characters</source>
      <translation>한자</translation>
    </message>
    <message>
      <source>Cyrillic script</source>
      <translation>키릴 문자</translation>
    </message>
    <message>
      <source>Devanagari</source>
      <translation>데바나가리</translation>
    </message>
    <message>
      <source>Greek</source>
      <translation>그리스어</translation>
    </message>
    <message>
      <source>Hebrew</source>
      <translation>히브리어</translation>
    </message>
    <message>
      <source>Japanese</source>
      <translation>일본어</translation>
    </message>
    <message>
      <source>Korean</source>
      <translation>한국어</translation>
    </message>
    <message>
      <source>Open {model}</source>
      <translation>{model} 열기</translation>
    </message>
    <message>
      <source>Thai</source>
      <translation>타이어</translation>
    </message>
    <message>
      <source>{model} was hardly trained on {language}: it needs {own} nats per character here, {english} in plain English. About {usual} times as many are usual where a model knows both, not {times}. Don't trust what it writes in {language}.</source>
      <translation>{model}: {language} 학습이 거의 되지 않은 모델입니다. 이 글은 글자당 {own}냇, 평범한 영어는 {english}냇입니다. 둘 다 아는 모델이면 {usual}배쯤이 보통인데 {times}배입니다. 이 모델이 쓴 {language} 글은 믿지 마세요.</translation>
    </message>
  </context>
  <context>
    <name>ForestPlot</name>
    <message>
      <source>Difference of each template, and their mean</source>
      <translation>템플릿마다의 차이와 그 평균</translation>
    </message>
    <message>
      <source>Mean and {share} % interval</source>
      <translation>평균과 {share} % 구간</translation>
    </message>
    <message>
      <source>Mean, no interval</source>
      <translation>평균 (구간 없음)</translation>
    </message>
    <message>
      <source>difference of log-probability, nats</source>
      <translation>로그 확률의 차이, nats</translation>
    </message>
    <message>
      <source>from {low} to {high} nats</source>
      <translation>{low} ~ {high} nats</translation>
    </message>
    <message>
      <source>mean {value} nats</source>
      <translation>평균 {value} nats</translation>
    </message>
    <message>
      <source>{n} resamples of whole templates, seed {seed}</source>
      <translation>템플릿을 통째로 {n}번 다시 뽑음, 시드 {seed}</translation>
    </message>
    <message>
      <source>{side} more probable →</source>
      <translation>{side}: 확률이 더 높음 →</translation>
    </message>
    <message>
      <source>{value} nats</source>
      <translation>{value} nats</translation>
    </message>
    <message>
      <source>← {side} more probable</source>
      <translation>← {side}: 확률이 더 높음</translation>
    </message>
  </context>
  <context>
    <name>GridCell</name>
    <message>
      <source>Answer</source>
      <translation>답</translation>
    </message>
    <message>
      <source>Behind the prompt</source>
      <translation>프롬프트 뒤에 올 말</translation>
    </message>
    <message>
      <source>Choose a cell to see its prompt, its exact ids and its answer.</source>
      <translation>셀을 고르면 그 프롬프트, 정확한 id, 답을 볼 수 있습니다.</translation>
    </message>
    <message>
      <source>Compute it</source>
      <translation>계산하기</translation>
    </message>
    <message>
      <source>Exact ids</source>
      <translation>정확한 id</translation>
    </message>
    <message>
      <source>Give it up</source>
      <translation>그만두기</translation>
    </message>
    <message>
      <source>Open in its mode</source>
      <translation>해당 모드에서 열기</translation>
    </message>
    <message>
      <source>Prompt</source>
      <translation>입력</translation>
    </message>
    <message>
      <source>Row {n}</source>
      <translation>{n}행</translation>
    </message>
    <message>
      <source>Scores</source>
      <translation>점수</translation>
    </message>
    <message>
      <source>Takes this prompt, its model and its setting to Complete or Chat.</source>
      <translation>이 프롬프트를 모델, 설정과 함께 이어쓰기나 대화로 가져갑니다.</translation>
    </message>
    <message>
      <source>The chosen cell</source>
      <translation>고른 셀</translation>
    </message>
    <message>
      <source>What the model read</source>
      <translation>모델이 읽은 것</translation>
    </message>
    <message>
      <source>computed in {dtype}, {kernels}; key {key}</source>
      <translation>{dtype}, {kernels} 계산 · 키 {key}</translation>
    </message>
    <message>
      <source>ln p of the whole text</source>
      <translation>텍스트 전체의 ln p</translation>
    </message>
    <message>
      <source>right answer: {text}</source>
      <translation>정답: {text}</translation>
    </message>
    <message>
      <source>the chat template's own words included</source>
      <translation>대화 템플릿이 덧붙인 말까지</translation>
    </message>
    <message>
      <source>variables are underlined</source>
      <translation>밑줄 친 곳이 변수입니다</translation>
    </message>
    <message>
      <source>{n} tokens</source>
      <translation>토큰 {n}개</translation>
    </message>
    <message>
      <source>{n} tokens, {reason}</source>
      <translation>토큰 {n}개, {reason}</translation>
    </message>
  </context>
  <context>
    <name>GridModels</name>
    <message>
      <source>0 is greedy: the most probable token, without a draw.</source>
      <translation>0이면 탐욕: 뽑지 않고 가장 확률이 높은 토큰을 씁니다.</translation>
    </message>
    <message>
      <source>1 is off.</source>
      <translation>1이면 쓰지 않습니다.</translation>
    </message>
    <message>
      <source>A model file</source>
      <translation>모델 파일</translation>
    </message>
    <message>
      <source>Another model…</source>
      <translation>다른 모델…</translation>
    </message>
    <message>
      <source>Each is asked for. A greedy answer draws nothing and is computed once for all of them.</source>
      <translation>시드마다 물어봅니다. 탐욕 답은 뽑기가 없으므로 한 번만 계산합니다.</translation>
    </message>
    <message>
      <source>Examples (shots)</source>
      <translation>예시 수(샷)</translation>
    </message>
    <message>
      <source>Make zero-, one- and four-shot of it</source>
      <translation>이것으로 0·1·4샷 만들기</translation>
    </message>
    <message>
      <source>Makes three settings of the chosen one: with no, one and four examples before the question.</source>
      <translation>고른 설정에서 세 가지를 만듭니다. 질문 앞에 예시가 0개, 1개, 4개입니다.</translation>
    </message>
    <message>
      <source>Models</source>
      <translation>모델</translation>
    </message>
    <message>
      <source>Models (*.gguf *.safetensors);;All files (*)</source>
      <translation>모델 (*.gguf *.safetensors);;모든 파일 (*)</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>이름</translation>
    </message>
    <message>
      <source>New tokens</source>
      <translation>새 토큰</translation>
    </message>
    <message>
      <source>None is ticked and none is open.</source>
      <translation>고른 모델도, 열린 모델도 없습니다.</translation>
    </message>
    <message>
      <source>None is ticked: the open model is asked, {model}.</source>
      <translation>고른 모델이 없으면 열린 모델에 물어봅니다: {model}</translation>
    </message>
    <message>
      <source>Seeds</source>
      <translation>시드</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>설정</translation>
    </message>
    <message>
      <source>So many rows, with their answers, stand before each question; never the row that is asked.</source>
      <translation>질문 앞에 놓일, 답이 달린 행의 수입니다. 물어보는 행은 들어가지 않습니다.</translation>
    </message>
    <message>
      <source>Stop texts</source>
      <translation>멈춤 텍스트</translation>
    </message>
    <message>
      <source>Temperature</source>
      <translation>온도</translation>
    </message>
    <message>
      <source>Top-p</source>
      <translation>Top-p</translation>
    </message>
    <message>
      <source>four-shot</source>
      <translation>4샷</translation>
    </message>
    <message>
      <source>none; \n is a new line, commas separate</source>
      <translation>없음; \n은 줄 바꿈, 쉼표로 구분</translation>
    </message>
    <message>
      <source>one-shot</source>
      <translation>1샷</translation>
    </message>
    <message>
      <source>setting</source>
      <translation>설정</translation>
    </message>
    <message>
      <source>zero-shot</source>
      <translation>0샷</translation>
    </message>
  </context>
  <context>
    <name>GridPage</name>
    <message>
      <source>Ask many prompts at once</source>
      <translation>프롬프트 여럿을 한꺼번에 물어보세요</translation>
    </message>
    <message>
      <source>Capitals (English)</source>
      <translation>수도(영어)</translation>
    </message>
    <message>
      <source>Grid {id} was broken off: {summary}. What was computed is kept.</source>
      <translation>그리드 {id}: 도중에 끊겼습니다({summary}). 계산한 것은 남아 있습니다.</translation>
    </message>
    <message>
      <source>Grids that are ready</source>
      <translation>준비된 그리드</translation>
    </message>
    <message>
      <source>Models</source>
      <translation>모델</translation>
    </message>
    <message>
      <source>Open it</source>
      <translation>열기</translation>
    </message>
    <message>
      <source>Particles (Korean)</source>
      <translation>조사(한국어)</translation>
    </message>
    <message>
      <source>Parts of the grid</source>
      <translation>그리드의 부분</translation>
    </message>
    <message>
      <source>Prompts</source>
      <translation>프롬프트</translation>
    </message>
    <message>
      <source>Ready ones…</source>
      <translation>준비된 예…</translation>
    </message>
    <message>
      <source>Rows</source>
      <translation>행</translation>
    </message>
    <message>
      <source>Scores</source>
      <translation>점수</translation>
    </message>
    <message>
      <source>Templates with variables, rows of a table, models and settings: every combination is a cell, scored and kept.</source>
      <translation>변수가 든 템플릿 × 표의 행 × 모델 × 설정: 조합 하나가 셀 하나이고, 저마다 점수를 매겨 남깁니다.</translation>
    </message>
    <message>
      <source>Title</source>
      <translation>제목</translation>
    </message>
    <message>
      <source>Title of the grid</source>
      <translation>그리드 제목</translation>
    </message>
    <message>
      <source>Try one on the open model:</source>
      <translation>열린 모델로 바로 해 보세요:</translation>
    </message>
    <message>
      <source>Zero, one and four shots</source>
      <translation>0·1·4샷</translation>
    </message>
    <message>
      <source>at most {n} new ones</source>
      <translation>새 토큰 최대 {n}개</translation>
    </message>
    <message>
      <source>run {id}</source>
      <translation>실행 {id}</translation>
    </message>
    <message>
      <source>the time is known after the first cells</source>
      <translation>걸릴 시간은 첫 셀들이 끝나면 알 수 있습니다</translation>
    </message>
    <message>
      <source>{n} cell</source>
      <translation>셀 {n}개</translation>
    </message>
    <message>
      <source>{n} cells = {product}</source>
      <translation>셀 {n}개 = {product}</translation>
    </message>
    <message>
      <source>{n} cells are missing. Run computes these alone; the others are known.</source>
      <translation>셀 {n}개가 비어 있습니다. 실행하면 그것만 계산하고 나머지는 그대로 씁니다.</translation>
    </message>
    <message>
      <source>{n} models</source>
      <translation>모델 {n}개</translation>
    </message>
    <message>
      <source>{n} of {total} cells</source>
      <translation>셀 {total}개 중 {n}개</translation>
    </message>
    <message>
      <source>{n} prompt tokens to read</source>
      <translation>읽을 프롬프트 토큰 {n}개</translation>
    </message>
    <message>
      <source>{n} rows</source>
      <translation>행 {n}개</translation>
    </message>
    <message>
      <source>{n} seeds</source>
      <translation>시드 {n}개</translation>
    </message>
    <message>
      <source>{n} settings</source>
      <translation>설정 {n}개</translation>
    </message>
    <message>
      <source>{n} templates</source>
      <translation>템플릿 {n}개</translation>
    </message>
    <message>
      <source>{rate} cells/s</source>
      <translation>초당 셀 {rate}개</translation>
    </message>
    <message>
      <source>{time} left</source>
      <translation>{time} 남음</translation>
    </message>
  </context>
  <context>
    <name>GridPrompts</name>
    <message>
      <source>Before an answer</source>
      <translation>답 앞에 넣기</translation>
    </message>
    <message>
      <source>Example of a few-shot prompt (empty: the text above with its answer)</source>
      <translation>퓨샷 예시의 형식(비우면 위 텍스트에 답을 붙임)</translation>
    </message>
    <message>
      <source>Goes in</source>
      <translation>입력 방식</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>이름</translation>
    </message>
    <message>
      <source>Review: {text}
Sentiment:</source>
      <translation>리뷰: {text}
감정:</translation>
    </message>
    <message>
      <source>System message (empty: the chat template's own)</source>
      <translation>시스템 메시지(비우면 대화 템플릿의 것)</translation>
    </message>
    <message>
      <source>Templates</source>
      <translation>템플릿</translation>
    </message>
    <message>
      <source>Text of the template</source>
      <translation>템플릿 텍스트</translation>
    </message>
    <message>
      <source>a new line</source>
      <translation>줄 바꿈</translation>
    </message>
    <message>
      <source>a space</source>
      <translation>빈칸</translation>
    </message>
    <message>
      <source>as it is</source>
      <translation>그대로</translation>
    </message>
    <message>
      <source>nothing</source>
      <translation>없음</translation>
    </message>
    <message>
      <source>through the chat template</source>
      <translation>채팅 템플릿을 거침</translation>
    </message>
    <message>
      <source>{name} is a column of the variables; {{ and }} are braces; {examples} says where examples stand.</source>
      <translation>{name} 자리에는 변수 표의 열 이름을 씁니다. {{ 와 }} 는 중괄호 글자이고, {examples} 는 예시가 놓일 자리입니다.</translation>
    </message>
  </context>
  <context>
    <name>GridResults</name>
    <message>
      <source>Cells</source>
      <translation>셀</translation>
    </message>
    <message>
      <source>Cells of the grid</source>
      <translation>그리드의 셀</translation>
    </message>
    <message>
      <source>Compute all that are missing</source>
      <translation>비어 있는 셀 모두 계산</translation>
    </message>
    <message>
      <source>Compute these cells</source>
      <translation>이 셀 계산</translation>
    </message>
    <message>
      <source>Give up row {n}</source>
      <translation>{n}행 그만두기</translation>
    </message>
    <message>
      <source>Give up these cells</source>
      <translation>이 셀 그만두기</translation>
    </message>
    <message>
      <source>Give up this column</source>
      <translation>이 열 그만두기</translation>
    </message>
    <message>
      <source>Means of the grid</source>
      <translation>그리드의 평균</translation>
    </message>
    <message>
      <source>Results</source>
      <translation>결과</translation>
    </message>
    <message>
      <source>Summary</source>
      <translation>요약</translation>
    </message>
    <message>
      <source>always the most frequent answer: {share}</source>
      <translation>늘 가장 흔한 답만 하면: {share}</translation>
    </message>
    <message>
      <source>intervals of 95 %; how each was made is in its tooltip</source>
      <translation>95% 신뢰 구간(구한 방법은 툴팁에 있습니다)</translation>
    </message>
    <message>
      <source>on the {n} held out: {mean}</source>
      <translation>따로 둔 {n}행에서는 {mean}</translation>
    </message>
    <message>
      <source>{sign} held out: the best is not chosen on these rows</source>
      <translation>{sign} 따로 둔 행: 가장 좋은 것을 고를 때 쓰지 않습니다</translation>
    </message>
    <message>
      <source>★ {name} is the best by {score} on the {n} rows it was chosen on ({mean}): expect less on new ones</source>
      <translation>★ 고르는 데 쓴 {n}행에서 가장 좋은 것: {name} ({score} {mean}). 새로운 행에서는 이보다 낮습니다</translation>
    </message>
    <message>
      <source>✓ right, ✕ wrong, ! failed</source>
      <translation>✓ 맞음, ✕ 틀림, ! 실패</translation>
    </message>
  </context>
  <context>
    <name>GridRows</name>
    <message>
      <source>A table of variables</source>
      <translation>변수 표</translation>
    </message>
    <message>
      <source>Add row</source>
      <translation>행 추가</translation>
    </message>
    <message>
      <source>Columns</source>
      <translation>열</translation>
    </message>
    <message>
      <source>Delete rows</source>
      <translation>행 삭제</translation>
    </message>
    <message>
      <source>Import CSV…</source>
      <translation>CSV 가져오기…</translation>
    </message>
    <message>
      <source>Names with commas between them; a template uses them in braces.</source>
      <translation>열 이름을 쉼표로 나누어 적습니다. 템플릿에서는 중괄호 안에 씁니다.</translation>
    </message>
    <message>
      <source>Rows of variables</source>
      <translation>변수의 행</translation>
    </message>
    <message>
      <source>Tables (*.csv *.tsv *.txt);;All files (*)</source>
      <translation>표 (*.csv *.tsv *.txt);;모든 파일 (*)</translation>
    </message>
    <message>
      <source>line {line} has {n} fields, not {wanted}</source>
      <translation>{line}번째 줄: 칸 {n}개({wanted}개여야 함)</translation>
    </message>
    <message>
      <source>{n} left out: {which}</source>
      <translation>뺀 행 {n}개: {which}</translation>
    </message>
    <message>
      <source>{n} rows</source>
      <translation>행 {n}개</translation>
    </message>
  </context>
  <context>
    <name>GridScores</name>
    <message>
      <source>A pattern is found in the answer.</source>
      <translation>답에서 패턴이 발견됩니다.</translation>
    </message>
    <message>
      <source>Characters of the answer.</source>
      <translation>답의 글자 수입니다.</translation>
    </message>
    <message>
      <source>Contains</source>
      <translation>포함</translation>
    </message>
    <message>
      <source>Exact match</source>
      <translation>정확히 일치</translation>
    </message>
    <message>
      <source>Found anywhere in the answer. If it has a group, what that caught must be the right answer.</source>
      <translation>답의 어디에서든 찾습니다. 그룹이 있으면 그룹에 잡힌 것이 정답이어야 합니다.</translation>
    </message>
    <message>
      <source>How surprising the right answer is behind the prompt, in nats.</source>
      <translation>프롬프트 뒤에 정답이 오는 것이 얼마나 놀라운지를 냇(nat)으로 나타냅니다.</translation>
    </message>
    <message>
      <source>Labels</source>
      <translation>라벨</translation>
    </message>
    <message>
      <source>Length</source>
      <translation>길이</translation>
    </message>
    <message>
      <source>Most probable label</source>
      <translation>가장 확률 높은 라벨</translation>
    </message>
    <message>
      <source>NLL of the right answer</source>
      <translation>정답의 NLL</translation>
    </message>
    <message>
      <source>Regular expression</source>
      <translation>정규식</translation>
    </message>
    <message>
      <source>Right answer</source>
      <translation>정답</translation>
    </message>
    <message>
      <source>Rows held out</source>
      <translation>따로 둘 행</translation>
    </message>
    <message>
      <source>Scores</source>
      <translation>점수</translation>
    </message>
    <message>
      <source>The answer, without white space around it, is the right answer.</source>
      <translation>앞뒤 공백을 뺀 답이 정답과 같습니다.</translation>
    </message>
    <message>
      <source>The best of a grid was chosen on the rows shown: on rows it was not chosen on, it does worse. So some are held out.</source>
      <translation>그리드에서 가장 좋은 것은 보이는 행으로 고른 것이라, 고를 때 쓰지 않은 행에서는 결과가 더 나쁩니다. 그래서 일부를 따로 둡니다.</translation>
    </message>
    <message>
      <source>The right answer is the most probable of the labels behind the prompt.</source>
      <translation>프롬프트 뒤에 올 라벨 가운데 정답의 확률이 가장 높습니다.</translation>
    </message>
    <message>
      <source>The right answer occurs in the answer.</source>
      <translation>답 안에 정답이 들어 있습니다.</translation>
    </message>
    <message>
      <source>Upper and lower case are the same</source>
      <translation>대소문자를 구별하지 않음</translation>
    </message>
    <message>
      <source>positive, negative</source>
      <translation>긍정, 부정</translation>
    </message>
  </context>
  <context>
    <name>GridWords</name>
    <message>
      <source>NLL (nats)</source>
      <translation>NLL(냇)</translation>
    </message>
    <message>
      <source>being computed</source>
      <translation>계산 중</translation>
    </message>
    <message>
      <source>contains</source>
      <translation>포함</translation>
    </message>
    <message>
      <source>done</source>
      <translation>완료</translation>
    </message>
    <message>
      <source>exact</source>
      <translation>정확</translation>
    </message>
    <message>
      <source>failed</source>
      <translation>실패</translation>
    </message>
    <message>
      <source>given up</source>
      <translation>그만둠</translation>
    </message>
    <message>
      <source>known from before</source>
      <translation>이미 계산됨</translation>
    </message>
    <message>
      <source>label</source>
      <translation>라벨</translation>
    </message>
    <message>
      <source>length</source>
      <translation>길이</translation>
    </message>
    <message>
      <source>regex</source>
      <translation>정규식</translation>
    </message>
    <message>
      <source>waiting</source>
      <translation>대기 중</translation>
    </message>
  </context>
  <context>
    <name>HeadGrid</name>
    <message>
      <source>All heads: rows are layers, columns are heads; arrows choose one</source>
      <translation>모든 헤드: 행은 레이어, 열은 헤드, 화살표로 고름</translation>
    </message>
    <message>
      <source>Layer {layer} · head {head}: {share} of its weight rests on the first token</source>
      <translation>레이어 {layer} · 헤드 {head}: 첫 토큰에 놓인 가중치 {share}</translation>
    </message>
    <message>
      <source>layer ↓  head →</source>
      <translation>레이어 ↓  헤드 →</translation>
    </message>
  </context>
  <context>
    <name>HeadsView</name>
    <message>
      <source>Heads</source>
      <translation>헤드</translation>
    </message>
  </context>
  <context>
    <name>HeatMap</name>
    <message>
      <source>Attention of one head: each row is a token that reads, each column one that is read</source>
      <translation>헤드 하나의 어텐션: 행은 읽는 토큰, 열은 읽히는 토큰</translation>
    </message>
    <message>
      <source>Up and down choose the token that reads, left and right what it reads; plus, minus and 0 zoom.</source>
      <translation>위아래 화살표로 읽는 토큰을, 좌우 화살표로 읽히는 토큰을 고릅니다. +, −, 0으로 확대·축소합니다.</translation>
    </message>
    <message>
      <source>is read →</source>
      <translation>읽힘 →</translation>
    </message>
    <message>
      <source>reads ↓</source>
      <translation>읽음 ↓</translation>
    </message>
  </context>
  <context>
    <name>InputsControls</name>
    <message>
      <source>A token</source>
      <translation>고른 토큰</translation>
    </message>
    <message>
      <source>Asked about</source>
      <translation>물을 대상</translation>
    </message>
    <message>
      <source>Baseline</source>
      <translation>기준</translation>
    </message>
    <message>
      <source>Each token</source>
      <translation>토큰마다</translation>
    </message>
    <message>
      <source>Each token of the text, by those before it, rather than the likeliest other</source>
      <translation>텍스트의 토큰마다, 앞 토큰들이 그 토큰을 가장 유력한 다른 토큰보다 얼마나 밀어주는지 봐요</translation>
    </message>
    <message>
      <source>First token that is asked about</source>
      <translation>물을 첫 토큰</translation>
    </message>
    <message>
      <source>Gradient × input</source>
      <translation>기울기 × 입력</translation>
    </message>
    <message>
      <source>Integrated gradients</source>
      <translation>적분 기울기</translation>
    </message>
    <message>
      <source>Mean embedding</source>
      <translation>평균 임베딩</translation>
    </message>
    <message>
      <source>Method</source>
      <translation>방법</translation>
    </message>
    <message>
      <source>Occlusion</source>
      <translation>가리기</translation>
    </message>
    <message>
      <source>One prediction</source>
      <translation>예측 하나</translation>
    </message>
    <message>
      <source>Steps, at most</source>
      <translation>최대 단계 수</translation>
    </message>
    <message>
      <source>The gradient at the text as it is, times how far its embedding is from the baseline. One pass; true only nearby.</source>
      <translation>지금 텍스트에서의 기울기에 임베딩과 기준의 차이를 곱해요. 계산은 한 번이고, 가까운 곳에서만 맞아요.</translation>
    </message>
    <message>
      <source>The gradient's mean on the way from the baseline to the text. Its sum comes ever closer to the whole change.</source>
      <translation>기준에서 텍스트까지 가는 길에서 기울기를 평균해요. 단계가 늘수록 합이 전체 변화에 가까워져요.</translation>
    </message>
    <message>
      <source>Token of the baseline</source>
      <translation>기준으로 쓸 토큰</translation>
    </message>
    <message>
      <source>Type a token, Enter</source>
      <translation>토큰을 입력하고 Enter</translation>
    </message>
    <message>
      <source>Value zeroing</source>
      <translation>값 벡터 0으로</translation>
    </message>
    <message>
      <source>What counts as no token. Near zeros, the outputs of most models jump: the mean of all embeddings is more honest.</source>
      <translation>무엇을 토큰 없음으로 볼지 정해요. 0 가까이에서는 대부분의 모델이 출력이 튀므로, 모든 임베딩의 평균이 더 믿을 만해요.</translation>
    </message>
    <message>
      <source>What is lost when all heads of all layers find value vectors of zero at one token. One pass a token.</source>
      <translation>모든 레이어의 모든 헤드가 한 토큰에서 0인 값 벡터를 읽을 때 잃는 양이에요. 토큰마다 한 번 계산해요.</translation>
    </message>
    <message>
      <source>What is lost when one token's embedding is replaced by the baseline; its position stays. One pass a token.</source>
      <translation>한 토큰의 임베딩을 기준으로 바꿀 때 잃는 양이에요. 위치는 그대로 둬요. 토큰마다 한 번 계산해요.</translation>
    </message>
    <message>
      <source>Zeros</source>
      <translation>0</translation>
    </message>
    <message>
      <source>from token</source>
      <translation>시작 토큰</translation>
    </message>
  </context>
  <context>
    <name>InputsView</name>
    <message>
      <source>Answer</source>
      <translation>답</translation>
    </message>
    <message>
      <source>Inputs</source>
      <translation>입력</translation>
    </message>
    <message>
      <source>Source</source>
      <translation>원문</translation>
    </message>
    <message>
      <source>Strongest tokens</source>
      <translation>영향이 큰 토큰</translation>
    </message>
  </context>
  <context>
    <name>InputsWords</name>
    <message>
      <source>All tokens add {sum}; without any it is {nothing}, so they should add {change}: gap {gap}{share}</source>
      <translation>토큰을 모두 더하면 {sum}, 하나도 없으면 {nothing} · 되어야 할 합 {change} · 차이 {gap}{share}</translation>
    </message>
    <message>
      <source>Attributing…</source>
      <translation>입력의 몫을 재는 중…</translation>
    </message>
    <message>
      <source>Compute: {passes} passes over up to {tokens} tokens</source>
      <translation>계산하기: 최대 {tokens}토큰을 {passes}번</translation>
    </message>
    <message>
      <source>Four methods, four answers: each measures another change to the input. Trust what several of them agree on.</source>
      <translation>방법이 넷이면 답도 넷이에요. 저마다 입력을 다르게 바꿔 재거든요. 여러 방법이 함께 가리키는 것을 믿으세요.</translation>
    </message>
    <message>
      <source>Opening the model…</source>
      <translation>모델을 여는 중…</translation>
    </message>
    <message>
      <source>See which tokens a prediction is owed to</source>
      <translation>예측이 어느 토큰에서 왔는지 보기</translation>
    </message>
    <message>
      <source>Take {steps} steps: about {seconds} s</source>
      <translation>{steps}단계로 다시 계산: 약 {seconds}초</translation>
    </message>
    <message>
      <source>The gap is large, so these numbers say little: take more steps, another baseline, or occlusion.</source>
      <translation>차이가 커서 이 값들로는 말할 수 있는 것이 적어요. 단계를 늘리거나, 기준을 바꾸거나, 가리기를 쓰세요.</translation>
    </message>
    <message>
      <source>This method doesn't promise that the parts add up.</source>
      <translation>이 방법에서는 부분의 합이 전체와 같다는 보장이 없어요.</translation>
    </message>
    <message>
      <source>adds {score}</source>
      <translation>{score}만큼 더함</translation>
    </message>
    <message>
      <source>against {token}</source>
      <translation>{token} 반대쪽</translation>
    </message>
    <message>
      <source>for {token}</source>
      <translation>{token} 쪽</translation>
    </message>
    <message>
      <source>{model} predicts no tokens, so there is no output to attribute. Choose a model with a head.</source>
      <translation>{model} 모델은 토큰을 예측하지 않아서 나눌 출력이 없어요. 예측하는 모델을 고르세요.</translation>
    </message>
    <message>
      <source>{n} others</source>
      <translation>그 밖에 {n}개</translation>
    </message>
  </context>
  <context>
    <name>InsideView</name>
    <message>
      <source>Each bar is a pair that turns with the position: at the left fast (where it is), at the right slowly (what it is).</source>
      <translation>막대 하나는 위치에 따라 함께 도는 차원 한 쌍입니다. 왼쪽은 빨리 돌고(어디인지), 오른쪽은 천천히 돕니다(무엇인지).</translation>
    </message>
    <message>
      <source>Inside</source>
      <translation>내부</translation>
    </message>
    <message>
      <source>Its row: scores, then weights</source>
      <translation>이 토큰의 행: 점수와 가중치</translation>
    </message>
    <message>
      <source>Key-value head {kv} serves {n} heads.</source>
      <translation>키-값 헤드 {kv}: 헤드 {n}개가 함께 씁니다.</translation>
    </message>
    <message>
      <source>Query: the token that reads</source>
      <translation>쿼리: 읽는 토큰</translation>
    </message>
    <message>
      <source>Softmax over {n} keys makes it a weight of {weight}.</source>
      <translation>키 {n}개에 소프트맥스를 해서 나오는 가중치: {weight}.</translation>
    </message>
    <message>
      <source>Tokens: what the head adds to their logits on the direct way through the stream, beyond the average token's. What later layers make of it is not in it.</source>
      <translation>토큰: 헤드가 잔차 스트림을 지나 바로 그 로짓에 더하는 값에서 평균 토큰의 값을 뺀 것입니다. 뒤 레이어가 이를 어떻게 쓰는지는 들어 있지 않습니다.</translation>
    </message>
    <message>
      <source>What it writes promotes</source>
      <translation>쓴 값이 올리는 토큰</translation>
    </message>
    <message>
      <source>Why this score: what each dimension adds</source>
      <translation>점수의 이유: 차원마다 더하는 값</translation>
    </message>
    <message>
      <source>id {id} · {effect} to its logit</source>
      <translation>id {id} · 로짓에 {effect}</translation>
    </message>
    <message>
      <source>norms behind each sum leave no direct way</source>
      <translation>합 뒤마다 정규화가 있어 바로 이어지는 길이 없습니다</translation>
    </message>
    <message>
      <source>the source's heads predict nothing themselves</source>
      <translation>원문의 헤드는 스스로 예측하지 않습니다</translation>
    </message>
    <message>
      <source>this model predicts no tokens</source>
      <translation>토큰을 예측하지 않는 모델입니다</translation>
    </message>
    <message>
      <source>{key} gets a score of {score} from {query}, by their product alone.</source>
      <translation>점수 {score}: 쿼리 {query}, 키 {key}의 곱뿐.</translation>
    </message>
    <message>
      <source>{key} gets a score of {score} from {query}: {content} by their product and {bias} for the distance.</source>
      <translation>점수 {score}: 쿼리 {query}, 키 {key}의 곱 {content}, 거리 {bias}.</translation>
    </message>
    <message>
      <source>… and suppresses</source>
      <translation>… 내리는 토큰</translation>
    </message>
  </context>
  <context>
    <name>InterventionWords</name>
    <message>
      <source>answer</source>
      <translation>답</translation>
    </message>
    <message>
      <source>cross</source>
      <translation>교차</translation>
    </message>
    <message>
      <source>mean</source>
      <translation>평균</translation>
    </message>
    <message>
      <source>other changes of the model</source>
      <translation>모델의 다른 변경</translation>
    </message>
    <message>
      <source>over the reference text of this app</source>
      <translation>이 앱의 기준 텍스트에서</translation>
    </message>
    <message>
      <source>resample</source>
      <translation>재추출</translation>
    </message>
    <message>
      <source>token {id}</source>
      <translation>토큰 {id}</translation>
    </message>
    <message>
      <source>undo all changes of the model</source>
      <translation>모델의 모든 변경 취소</translation>
    </message>
    <message>
      <source>zero</source>
      <translation>0</translation>
    </message>
    <message>
      <source>{n} changes of the model</source>
      <translation>모델 변경 {n}개</translation>
    </message>
    <message>
      <source>{places} as trained</source>
      <translation>{places} 원래대로</translation>
    </message>
  </context>
  <context>
    <name>ItemsChoice</name>
    <message>
      <source>A random sample of</source>
      <translation>무작위 표본</translation>
    </message>
    <message>
      <source>A vocabulary begins with its most frequent tokens, nearly. A sample is the same every time.</source>
      <translation>어휘는 대체로 가장 잦은 토큰부터 시작합니다. 표본은 언제나 같습니다.</translation>
    </message>
    <message>
      <source>All ({n})</source>
      <translation>모두 ({n})</translation>
    </message>
    <message>
      <source>All words</source>
      <translation>모든 낱말</translation>
    </message>
    <message>
      <source>How many items are on the map</source>
      <translation>지도에 있는 항목 수</translation>
    </message>
    <message>
      <source>Items</source>
      <translation>항목</translation>
    </message>
    <message>
      <source>The chosen</source>
      <translation>고른 항목</translation>
    </message>
    <message>
      <source>The first</source>
      <translation>처음부터</translation>
    </message>
    <message>
      <source>The first words</source>
      <translation>처음 낱말</translation>
    </message>
    <message>
      <source>Which items are on the map</source>
      <translation>지도에 있는 항목</translation>
    </message>
  </context>
  <context>
    <name>KeyModel</name>
    <message>
      <source>A token that the query may read</source>
      <translation>쿼리가 읽을 수 있는 토큰</translation>
    </message>
    <message>
      <source>After softmax: the row of the pattern; the weights sum to 1</source>
      <translation>소프트맥스 뒤: 패턴의 한 행. 가중치의 합은 1입니다</translation>
    </message>
    <message>
      <source>Before softmax: what is compared among the keys</source>
      <translation>소프트맥스 앞: 키끼리 견주는 값</translation>
    </message>
    <message>
      <source>Distance</source>
      <translation>거리</translation>
    </message>
    <message>
      <source>Key</source>
      <translation>키</translation>
    </message>
    <message>
      <source>Query · key</source>
      <translation>쿼리 · 키</translation>
    </message>
    <message>
      <source>Score</source>
      <translation>점수</translation>
    </message>
    <message>
      <source>The length of the key's value</source>
      <translation>키의 값 벡터의 길이</translation>
    </message>
    <message>
      <source>The product of query and key, scaled: what the strip takes apart by dimensions</source>
      <translation>쿼리와 키의 곱(배율 적용). 막대 그림이 차원별로 나누어 보여 줍니다</translation>
    </message>
    <message>
      <source>Value</source>
      <translation>값</translation>
    </message>
    <message>
      <source>Weight</source>
      <translation>가중치</translation>
    </message>
    <message>
      <source>Weight times the length of what the value writes into the stream: a great weight on a short vector adds little</source>
      <translation>가중치에, 값이 스트림에 쓰는 벡터의 길이를 곱한 것. 벡터가 짧으면 가중치가 커도 거의 더하지 않습니다</translation>
    </message>
    <message>
      <source>What the model adds to the score for the distance alone</source>
      <translation>거리만 보고 모델이 점수에 더하는 값</translation>
    </message>
    <message>
      <source>Writes</source>
      <translation>쓰는 양</translation>
    </message>
  </context>
  <context>
    <name>KeyTable</name>
    <message>
      <source>Keys that the query may read</source>
      <translation>쿼리가 읽을 수 있는 키</translation>
    </message>
  </context>
  <context>
    <name>KnownTokenizers</name>
    <message>
      <source>Trained here</source>
      <translation>여기서 학습함</translation>
    </message>
  </context>
  <context>
    <name>LabelsModel</name>
    <message>
      <source>Among the labels</source>
      <translation>라벨 가운데</translation>
    </message>
    <message>
      <source>Calibrated share</source>
      <translation>보정한 비율</translation>
    </message>
    <message>
      <source>Calibrated, nats</source>
      <translation>보정, nats</translation>
    </message>
    <message>
      <source>Label</source>
      <translation>라벨</translation>
    </message>
    <message>
      <source>Per token, nats</source>
      <translation>토큰당, nats</translation>
    </message>
    <message>
      <source>The tokenizer joined its beginning with the end of the prompt.</source>
      <translation>토크나이저가 그 처음을 프롬프트의 끝과 합쳤어요.</translation>
    </message>
    <message>
      <source>Tokens</source>
      <translation>토큰</translation>
    </message>
    <message>
      <source>ln p behind the prompt minus ln p behind the prompt that says nothing</source>
      <translation>프롬프트 뒤의 ln p에서, 아무 말도 없는 프롬프트 뒤의 ln p를 뺀 값</translation>
    </message>
    <message>
      <source>ln p, nats</source>
      <translation>ln p, nats</translation>
    </message>
    <message>
      <source>{value} nats</source>
      <translation>{value} nats</translation>
    </message>
  </context>
  <context>
    <name>LabelsTable</name>
    <message>
      <source>Labels and their probabilities</source>
      <translation>라벨과 그 확률</translation>
    </message>
  </context>
  <context>
    <name>Lanes</name>
    <message>
      <source>Arrow keys walk the tokens of a lane, up and down change the lane.</source>
      <translation>화살표 키로 한 줄의 토큰 사이를 오가고, 위아래 키로 줄을 바꿉니다.</translation>
    </message>
    <message>
      <source>The text and its cuts by each tokenizer</source>
      <translation>텍스트와 토크나이저마다 자르는 자리</translation>
    </message>
    <message>
      <source>bytes {start}–{end}</source>
      <translation>바이트 {start}–{end}</translation>
    </message>
    <message>
      <source>changes the text</source>
      <translation>텍스트를 바꿈</translation>
    </message>
    <message>
      <source>gives its bytes back</source>
      <translation>바이트를 그대로 돌려줌</translation>
    </message>
    <message>
      <source>id {id}</source>
      <translation>id {id}</translation>
    </message>
    <message>
      <source>leaves out spaces</source>
      <translation>공백을 뺌</translation>
    </message>
    <message>
      <source>loses the text</source>
      <translation>텍스트를 잃음</translation>
    </message>
    <message>
      <source>no token</source>
      <translation>토큰 없음</translation>
    </message>
    <message>
      <source>over {text}</source>
      <translation>덮은 글자: {text}</translation>
    </message>
  </context>
  <context>
    <name>LayerPictures</name>
    <message>
      <source>Each pair</source>
      <translation>모든 짝</translation>
    </message>
    <message>
      <source>How alike each two occurrences are</source>
      <translation>두 자리씩 서로 얼마나 비슷한지</translation>
    </message>
    <message>
      <source>Layer</source>
      <translation>레이어</translation>
    </message>
    <message>
      <source>Paths</source>
      <translation>경로</translation>
    </message>
    <message>
      <source>The way of each occurrence through the layers</source>
      <translation>자리마다 레이어를 지나온 길</translation>
    </message>
    <message>
      <source>What is shown of a layer</source>
      <translation>레이어에서 볼 것</translation>
    </message>
    <message>
      <source>below 0 as 0</source>
      <translation>0 아래는 0으로</translation>
    </message>
  </context>
  <context>
    <name>LayersView</name>
    <message>
      <source>A word, or several forms with commas between them</source>
      <translation>낱말 하나, 또는 쉼표로 나눈 여러 꼴</translation>
    </message>
    <message>
      <source>Add a sentence</source>
      <translation>문장 더하기</translation>
    </message>
    <message>
      <source>Examples</source>
      <translation>예시</translation>
    </message>
    <message>
      <source>Layers</source>
      <translation>레이어</translation>
    </message>
    <message>
      <source>Make it the text under study in all panels</source>
      <translation>모든 패널에서 살펴볼 텍스트로 삼습니다</translation>
    </message>
    <message>
      <source>Remove</source>
      <translation>빼기</translation>
    </message>
    <message>
      <source>Sentences with the word</source>
      <translation>낱말이 든 문장들</translation>
    </message>
    <message>
      <source>Study this sentence</source>
      <translation>이 문장 살펴보기</translation>
    </message>
    <message>
      <source>The word that is followed</source>
      <translation>따라갈 낱말</translation>
    </message>
    <message>
      <source>Word</source>
      <translation>낱말</translation>
    </message>
    <message>
      <source>all occurrences</source>
      <translation>모든 자리</translation>
    </message>
    <message>
      <source>between senses</source>
      <translation>다른 뜻끼리</translation>
    </message>
    <message>
      <source>layer</source>
      <translation>레이어</translation>
    </message>
    <message>
      <source>random tokens</source>
      <translation>무작위 토큰</translation>
    </message>
    <message>
      <source>within {sense}</source>
      <translation>{sense} 안에서</translation>
    </message>
  </context>
  <context>
    <name>LayersWords</name>
    <message>
      <source>0: before the first layer. The last: after all of them, with the final norm.</source>
      <translation>0: 첫 레이어 앞. 마지막: 모든 레이어 뒤, 최종 정규화를 거친 값.</translation>
    </message>
    <message>
      <source>At first a model has one vector for “bank”, be it of a river or for money. Layer by layer it takes in the sentence, and the vectors part. Here you follow a word through the layers, in sentences of your own.</source>
      <translation>모델은 처음에 ‘배’라는 낱말을 과일이든 탈것이든 한 벡터로 읽습니다. 레이어를 지나며 문장을 받아들이고, 벡터들이 갈라집니다. 여기서는 내가 쓴 문장들에서 한 낱말을 레이어마다 따라갑니다.</translation>
    </message>
    <message>
      <source>Centred cosine</source>
      <translation>중심 코사인</translation>
    </message>
    <message>
      <source>Centred: less the mean of {n} tokens of a reference text at that layer. Grey: pairs of its tokens, from their mean to what 95 % stay below. Vectors that part show what the model could tell apart, not that it uses the difference.</source>
      <translation>중심: 그 레이어에서 기준 텍스트 토큰 {n}개의 평균을 뺀 값. 회색: 그 토큰들의 짝이 이루는 평균부터 95 %가 그 아래인 값까지. 벡터가 갈라지면 모델이 구별할 수 있다는 뜻이지, 그 차이를 쓴다는 뜻은 아닙니다.</translation>
    </message>
    <message>
      <source>Choose a model</source>
      <translation>모델 고르기</translation>
    </message>
    <message>
      <source>Cosine</source>
      <translation>코사인</translation>
    </message>
    <message>
      <source>From layer {row} of {n} on, each occurrence is more like the others of its sense than like those of another.</source>
      <translation>전체 {n}개 중 레이어 {row}부터는 모든 자리가 다른 뜻보다 같은 뜻의 자리들과 더 비슷합니다.</translation>
    </message>
    <message>
      <source>In every layer, each occurrence is more like the others of its sense than like those of another.</source>
      <translation>모든 레이어에서 모든 자리가 다른 뜻보다 같은 뜻의 자리들과 더 비슷합니다.</translation>
    </message>
    <message>
      <source>Layer {row} of {n}</source>
      <translation>레이어 {row} / {n}</translation>
    </message>
    <message>
      <source>Load an example</source>
      <translation>예문 넣기</translation>
    </message>
    <message>
      <source>Of all ways to deal these sentences into groups of such sizes, {share} have a gap as wide in some layer.</source>
      <translation>이 문장들을 같은 크기의 묶음으로 나누는 모든 방법 가운데, 어느 레이어에서든 차이가 이만큼 큰 것의 몫은 {share}입니다.</translation>
    </message>
    <message>
      <source>One word, several meanings</source>
      <translation>한 낱말, 여러 뜻</translation>
    </message>
    <message>
      <source>Opening the model…</source>
      <translation>모델을 여는 중…</translation>
    </message>
    <message>
      <source>Reading the sentences:</source>
      <translation>문장을 읽는 중:</translation>
    </message>
    <message>
      <source>Say which sense each sentence uses: A or B, by a click on its letter.</source>
      <translation>문장마다 어떤 뜻인지 글자를 눌러 A나 B로 정하세요.</translation>
    </message>
    <message>
      <source>Sentences without the word: {n}.</source>
      <translation>낱말이 없는 문장: {n}개.</translation>
    </message>
    <message>
      <source>The gap is widest at layer {row}: {same} within a sense, {between} between senses, {chance} for random tokens ({metric}).</source>
      <translation>차이는 레이어 {row}에서 가장 큽니다: 같은 뜻끼리 {same}, 다른 뜻끼리 {between}, 무작위 토큰 {chance} ({metric}).</translation>
    </message>
    <message>
      <source>The senses do not part throughout: at layer {row}, {share} of the occurrences are nearer to their own sense.</source>
      <translation>뜻이 온전히 갈라지지는 않습니다: 레이어 {row}에서 제 뜻에 더 가까운 자리의 몫은 {share}입니다.</translation>
    </message>
    <message>
      <source>The word takes up to {n} tokens here; their vectors are averaged.</source>
      <translation>이 낱말은 여기서 많게는 토큰 {n}개이고, 그 벡터들의 평균을 씁니다.</translation>
    </message>
    <message>
      <source>Then the curves compare occurrences of one sense with those of different senses.</source>
      <translation>그러면 곡선이 같은 뜻의 자리들과 다른 뜻의 자리들을 견줍니다.</translation>
    </message>
    <message>
      <source>What all occurrences share is taken away. The axes are the same in all layers; of this one's differences they show {share}.</source>
      <translation>모든 자리에 공통된 것은 뺐습니다. 축은 모든 레이어에서 같고, 이 레이어의 차이 가운데 보이는 몫은 {share}입니다.</translation>
    </message>
  </context>
  <context>
    <name>LensControls</name>
    <message>
      <source>After attention, too</source>
      <translation>어텐션 뒤도</translation>
    </message>
    <message>
      <source>Also read the stream within each block, between its attention and its MLP</source>
      <translation>블록 안에서 어텐션과 MLP 사이의 흐름도 읽기</translation>
    </message>
    <message>
      <source>Colours</source>
      <translation>색</translation>
    </message>
    <message>
      <source>How far the cell's distribution is from the model's own: KL divergence in nats</source>
      <translation>칸의 분포가 모델의 최종 분포에서 얼마나 먼지: KL 발산(nats)</translation>
    </message>
    <message>
      <source>How far up the tracked token ranks there</source>
      <translation>좇는 토큰이 그곳에서 몇 위인지</translation>
    </message>
    <message>
      <source>How probable the cell's own best token is there</source>
      <translation>칸에서 으뜸인 토큰의 확률</translation>
    </message>
    <message>
      <source>KL</source>
      <translation>KL</translation>
    </message>
    <message>
      <source>Probability</source>
      <translation>확률</translation>
    </message>
    <message>
      <source>Rank</source>
      <translation>순위</translation>
    </message>
    <message>
      <source>Track</source>
      <translation>좇는 토큰</translation>
    </message>
    <message>
      <source>Track what is predicted at each position</source>
      <translation>위치마다 모델이 예측한 토큰을 좇기</translation>
    </message>
    <message>
      <source>Type a token</source>
      <translation>토큰 입력</translation>
    </message>
    <message>
      <source>Type a token, Enter</source>
      <translation>토큰을 입력하고 Enter</translation>
    </message>
    <message>
      <source>What the model expects</source>
      <translation>모델이 예상하는 토큰</translation>
    </message>
    <message>
      <source>Whose rank and probability are told: at each position the token that the model predicts, or one of your choice</source>
      <translation>어느 토큰의 순위와 확률을 말할지: 위치마다 모델이 예측한 토큰, 또는 고른 토큰</translation>
    </message>
    <message>
      <source>what is predicted</source>
      <translation>예측한 토큰</translation>
    </message>
  </context>
  <context>
    <name>LensView</name>
    <message>
      <source>Lens</source>
      <translation>렌즈</translation>
    </message>
    <message>
      <source>The likeliest token of each stream at each position</source>
      <translation>위치와 흐름마다 가장 그럴듯한 토큰</translation>
    </message>
  </context>
  <context>
    <name>LensWords</name>
    <message>
      <source>Each stream goes through the final norm and the unembedding, as if it were the last (logit lens). Early layers need not speak the output vocabulary: what they show is a projection, not a thought. Bold: already the final token.</source>
      <translation>각 흐름을 마지막 흐름인 것처럼 최종 정규화와 역임베딩에 통과시켜요(로짓 렌즈). 앞쪽 레이어가 출력 어휘로 말한다는 법은 없어요. 보이는 것은 투영일 뿐 생각이 아니에요. 굵은 글씨: 이미 최종 토큰과 같은 칸.</translation>
    </message>
    <message>
      <source>Every fourth row is shown: a higher window shows all.</source>
      <translation>행을 넷에 하나씩 보여요. 창을 높이면 모두 보여요.</translation>
    </message>
    <message>
      <source>Every second row is shown: a higher window shows all.</source>
      <translation>행을 둘에 하나씩 보여요. 창을 높이면 모두 보여요.</translation>
    </message>
    <message>
      <source>Every third row is shown: a higher window shows all.</source>
      <translation>행을 셋에 하나씩 보여요. 창을 높이면 모두 보여요.</translation>
    </message>
    <message>
      <source>KL to the model's own {kl} nats · entropy {entropy} nats</source>
      <translation>모델의 최종 분포와의 KL {kl} nats · 엔트로피 {entropy} nats</translation>
    </message>
    <message>
      <source>KL ≥ {far} nats</source>
      <translation>KL ≥ {far} nats</translation>
    </message>
    <message>
      <source>Opening the model…</source>
      <translation>모델을 여는 중…</translation>
    </message>
    <message>
      <source>Reading the streams…</source>
      <translation>흐름을 읽는 중…</translation>
    </message>
    <message>
      <source>The lens reads each stream through the model's own last step to its vocabulary, which this one doesn't have.</source>
      <translation>렌즈는 모델이 어휘로 가는 마지막 단계를 통해 흐름을 읽는데, 이 모델에는 그 단계가 없어요.</translation>
    </message>
    <message>
      <source>This model predicts no tokens</source>
      <translation>이 모델은 토큰을 예측하지 않아요</translation>
    </message>
    <message>
      <source>before {layer}</source>
      <translation>{layer} 앞</translation>
    </message>
    <message>
      <source>best token 0 %</source>
      <translation>으뜸 토큰 0 %</translation>
    </message>
    <message>
      <source>in {layer}</source>
      <translation>{layer} 안</translation>
    </message>
    <message>
      <source>model</source>
      <translation>모델</translation>
    </message>
    <message>
      <source>what is predicted</source>
      <translation>예측한 토큰</translation>
    </message>
    <message>
      <source>{place}: not read yet</source>
      <translation>{place}: 아직 읽지 않음</translation>
    </message>
    <message>
      <source>{token}: rank ≥ {far}</source>
      <translation>{token}: {far}위 밖</translation>
    </message>
    <message>
      <source>“{token}”: rank {rank}, {probability}</source>
      <translation>“{token}”: {rank}위, {probability}</translation>
    </message>
  </context>
  <context>
    <name>LessonChartView</name>
    <message>
      <source>known: {value}</source>
      <translation>알려진 값: {value}</translation>
    </message>
    <message>
      <source>steps</source>
      <translation>단계</translation>
    </message>
    <message>
      <source>tokens learned from</source>
      <translation>배운 토큰 수</translation>
    </message>
  </context>
  <context>
    <name>LibraryPanel</name>
    <message>
      <source>Fetch or open a model…</source>
      <translation>모델 받기 또는 열기…</translation>
    </message>
    <message>
      <source>Library: models, texts, recent runs</source>
      <translation>라이브러리: 모델, 텍스트, 최근 실행</translation>
    </message>
    <message>
      <source>Models</source>
      <translation>모델</translation>
    </message>
    <message>
      <source>Recent runs</source>
      <translation>최근 실행</translation>
    </message>
    <message>
      <source>Texts</source>
      <translation>텍스트</translation>
    </message>
  </context>
  <context>
    <name>LineageTree</name>
    <message>
      <source>Recipe</source>
      <translation>레시피</translation>
    </message>
    <message>
      <source>Run</source>
      <translation>실행</translation>
    </message>
    <message>
      <source>Status</source>
      <translation>상태</translation>
    </message>
    <message>
      <source>Training runs</source>
      <translation>학습 실행</translation>
    </message>
  </context>
  <context>
    <name>LinesView</name>
    <message>
      <source>Draws no lines to the first token. The other weights stay as they are.</source>
      <translation>첫 토큰으로 가는 선을 그리지 않습니다. 다른 가중치는 그대로입니다.</translation>
    </message>
    <message>
      <source>Head {n}</source>
      <translation>헤드 {n}</translation>
    </message>
    <message>
      <source>Hide sink</source>
      <translation>싱크 숨기기</translation>
    </message>
    <message>
      <source>Lines</source>
      <translation>선</translation>
    </message>
    <message>
      <source>Mass</source>
      <translation>비중</translation>
    </message>
    <message>
      <source>Share of each token's mass that is drawn, in percent</source>
      <translation>토큰마다 그려지는 가중치의 비율(퍼센트)</translation>
    </message>
    <message>
      <source>The largest weights of each token are drawn until they sum to this share of its mass.</source>
      <translation>토큰마다 큰 가중치부터, 합이 이 비율에 이를 때까지 그립니다.</translation>
    </message>
    <message>
      <source>lines to the first token hidden</source>
      <translation>첫 토큰으로 가는 선은 숨김</translation>
    </message>
    <message>
      <source>of each token at most {n}</source>
      <translation>토큰마다 많아야 {n}개</translation>
    </message>
    <message>
      <source>the strongest {n} in view</source>
      <translation>보이는 것 중 가장 강한 {n}개</translation>
    </message>
    <message>
      <source>weights of {n} lines: {sum}</source>
      <translation>선 {n}개의 가중치 합: {sum}</translation>
    </message>
    <message>
      <source>without the first token, each row divided by what is left</source>
      <translation>첫 토큰을 빼고 행마다 남은 합으로 나눔</translation>
    </message>
    <message>
      <source>{pair}: {share} % of all that is given</source>
      <translation>{pair}: 전체 가중치의 {share} %</translation>
    </message>
    <message>
      <source>{share} % of the mass drawn · {n} lines</source>
      <translation>가중치의 {share} %를 그림 · 선 {n}개</translation>
    </message>
    <message>
      <source>{token} is read by</source>
      <translation>읽는 쪽: {token}</translation>
    </message>
    <message>
      <source>{token} reads</source>
      <translation>읽는 대상: {token}</translation>
    </message>
  </context>
  <context>
    <name>LogitView</name>
    <message>
      <source>Logit</source>
      <translation>로짓</translation>
    </message>
    <message>
      <source>Strongest parts</source>
      <translation>가장 센 부분</translation>
    </message>
  </context>
  <context>
    <name>LogitWords</name>
    <message>
      <source>Direct effects only: what later parts make of a part's output counts as theirs. Norms are held at the scale they had in this pass; then the parts add up exactly. To see what happens without a part, ablate it.</source>
      <translation>직접 효과만 보여요. 어떤 부분의 출력을 뒤의 부분이 이어받아 하는 일은 뒤의 몫이에요. 정규화의 배율을 이번 계산에서의 값으로 고정하므로 부분들을 더하면 정확히 로짓이 돼요. 그 부분이 없으면 어떻게 되는지는 제거 실험으로 보세요.</translation>
    </message>
    <message>
      <source>Layer {layer}</source>
      <translation>레이어 {layer}</translation>
    </message>
    <message>
      <source>L{layer} H{head} cross</source>
      <translation>L{layer} H{head} 교차</translation>
    </message>
    <message>
      <source>L{layer} biases</source>
      <translation>L{layer} 편향</translation>
    </message>
    <message>
      <source>MLPs</source>
      <translation>MLP</translation>
    </message>
    <message>
      <source>Only the answer's own parts add up to a logit</source>
      <translation>로짓은 답변 쪽 부분만 더한 값이에요</translation>
    </message>
    <message>
      <source>Opening the model…</source>
      <translation>모델을 여는 중…</translation>
    </message>
    <message>
      <source>Taking the logit apart…</source>
      <translation>로짓을 나누는 중…</translation>
    </message>
    <message>
      <source>The encoder's heads don't write to the answer's stream; they act by what the answer reads. Choose Cross or Answer.</source>
      <translation>인코더의 헤드는 답변의 흐름에 직접 쓰지 않고, 답변이 읽는 것을 통해 작용해요. 교차나 답변을 고르세요.</translation>
    </message>
    <message>
      <source>This model gives vectors, not probabilities of tokens. Choose one that predicts to see what speaks for a token.</source>
      <translation>이 모델은 토큰의 확률이 아니라 벡터를 내놓아요. 무엇이 한 토큰을 지지하는지 보려면 예측하는 모델을 고르세요.</translation>
    </message>
    <message>
      <source>This model predicts no tokens</source>
      <translation>이 모델은 토큰을 예측하지 않아요</translation>
    </message>
    <message>
      <source>all {all} parts: {total}</source>
      <translation>전체 {all}개: {total}</translation>
    </message>
    <message>
      <source>biases</source>
      <translation>편향</translation>
    </message>
    <message>
      <source>cross heads</source>
      <translation>교차 헤드</translation>
    </message>
    <message>
      <source>embedding</source>
      <translation>임베딩</translation>
    </message>
    <message>
      <source>for {token}</source>
      <translation>{token} 쪽</translation>
    </message>
    <message>
      <source>heads</source>
      <translation>헤드</translation>
    </message>
    <message>
      <source>lowers {token}</source>
      <translation>{token} 낮춤</translation>
    </message>
    <message>
      <source>positions</source>
      <translation>위치</translation>
    </message>
    <message>
      <source>raises {token}</source>
      <translation>{token} 높임</translation>
    </message>
    <message>
      <source>steering</source>
      <translation>조향</translation>
    </message>
    <message>
      <source>{n} others</source>
      <translation>그 밖에 {n}개</translation>
    </message>
    <message>
      <source>{n} strongest: {sum}</source>
      <translation>가장 센 {n}개: {sum}</translation>
    </message>
  </context>
  <context>
    <name>MapColours</name>
    <message>
      <source>95 % of random pairs are below {chance}</source>
      <translation>무작위 쌍의 95 %가 {chance}보다 작음</translation>
    </message>
    <message>
      <source>Colour</source>
      <translation>색</translation>
    </message>
    <message>
      <source>Hangul</source>
      <translation>한글</translation>
    </message>
    <message>
      <source>How many groups</source>
      <translation>무리 수</translation>
    </message>
    <message>
      <source>Latin piece</source>
      <translation>로마자 조각</translation>
    </message>
    <message>
      <source>Latin word</source>
      <translation>로마자 낱말</translation>
    </message>
    <message>
      <source>Query</source>
      <translation>물음</translation>
    </message>
    <message>
      <source>What the colours say</source>
      <translation>색이 뜻하는 것</translation>
    </message>
    <message>
      <source>bytes</source>
      <translation>바이트</translation>
    </message>
    <message>
      <source>centred cosine</source>
      <translation>중심 코사인</translation>
    </message>
    <message>
      <source>cosine</source>
      <translation>코사인</translation>
    </message>
    <message>
      <source>digits</source>
      <translation>숫자</translation>
    </message>
    <message>
      <source>dot product</source>
      <translation>내적</translation>
    </message>
    <message>
      <source>group (k-means)</source>
      <translation>무리 (k-평균)</translation>
    </message>
    <message>
      <source>king - man + woman</source>
      <translation>king - man + woman</translation>
    </message>
    <message>
      <source>likeness to a query</source>
      <translation>물음과 닮은 정도</translation>
    </message>
    <message>
      <source>neighbours kept</source>
      <translation>지켜진 이웃</translation>
    </message>
    <message>
      <source>norm</source>
      <translation>노름</translation>
    </message>
    <message>
      <source>nothing</source>
      <translation>없음</translation>
    </message>
    <message>
      <source>other script</source>
      <translation>다른 문자</translation>
    </message>
    <message>
      <source>others</source>
      <translation>그 밖</translation>
    </message>
    <message>
      <source>script and kind</source>
      <translation>문자와 종류</translation>
    </message>
    <message>
      <source>signs</source>
      <translation>기호</translation>
    </message>
    <message>
      <source>space</source>
      <translation>공백</translation>
    </message>
    <message>
      <source>special</source>
      <translation>특수 토큰</translation>
    </message>
    <message>
      <source>text</source>
      <translation>글</translation>
    </message>
    <message>
      <source>trustworthiness</source>
      <translation>신뢰도</translation>
    </message>
    <message>
      <source>{metric} to {query}</source>
      <translation>{query}에 대한 {metric}</translation>
    </message>
  </context>
  <context>
    <name>MapPane</name>
    <message>
      <source>item {n} · norm {norm}</source>
      <translation>항목 {n} · 노름 {norm}</translation>
    </message>
    <message>
      <source>neighbours kept: {share}</source>
      <translation>지켜진 이웃: {share}</translation>
    </message>
  </context>
  <context>
    <name>MapSide</name>
    <message>
      <source>Box</source>
      <translation>상자</translation>
    </message>
    <message>
      <source>Chosen items</source>
      <translation>고른 항목</translation>
    </message>
    <message>
      <source>Drag to move the map, turn the wheel to zoom. Shift+drag draws a loop.</source>
      <translation>끌어서 지도를 옮기고, 휠로 확대합니다. Shift를 누르고 끌면 올가미를 그립니다.</translation>
    </message>
    <message>
      <source>Draw a box around points. Ctrl adds them to what is chosen.</source>
      <translation>점 둘레에 상자를 그립니다. Ctrl을 누르면 고른 것에 더합니다.</translation>
    </message>
    <message>
      <source>Draw a loop around points. Ctrl adds them to what is chosen.</source>
      <translation>점 둘레에 올가미를 그립니다. Ctrl을 누르면 고른 것에 더합니다.</translation>
    </message>
    <message>
      <source>Find items</source>
      <translation>항목 찾기</translation>
    </message>
    <message>
      <source>Its name stays on the map</source>
      <translation>이름을 지도에 남김</translation>
    </message>
    <message>
      <source>Lasso</source>
      <translation>올가미</translation>
    </message>
    <message>
      <source>Move</source>
      <translation>이동</translation>
    </message>
    <message>
      <source>Nothing is chosen: click points, or draw around them.</source>
      <translation>고른 것이 없음: 점을 누르거나 둘레에 올가미를 그리세요.</translation>
    </message>
    <message>
      <source>What dragging does</source>
      <translation>끌 때 하는 일</translation>
    </message>
    <message>
      <source>{n} chosen</source>
      <translation>{n}개 고름</translation>
    </message>
    <message>
      <source>{n} found, {here} on the map. Enter chooses them.</source>
      <translation>{n}개 찾음, 지도에 {here}개. Enter로 고릅니다.</translation>
    </message>
    <message>
      <source>{n} not on this map</source>
      <translation>{n}개는 이 지도에 없음</translation>
    </message>
  </context>
  <context>
    <name>MapView</name>
    <message>
      <source>A new map begins with the one on screen and is laid over it, so that nothing jumps</source>
      <translation>새 지도는 화면의 지도에서 시작해 그 위에 맞춰지므로 아무것도 튀지 않습니다</translation>
    </message>
    <message>
      <source>Colour</source>
      <translation>색</translation>
    </message>
    <message>
      <source>How many of each item's nearest the quality of a map is measured by</source>
      <translation>지도의 품질을 잴 때 보는, 각 항목에 가장 가까운 이웃 수</translation>
    </message>
    <message>
      <source>Item</source>
      <translation>항목</translation>
    </message>
    <message>
      <source>Keep the layout</source>
      <translation>배치 유지</translation>
    </message>
    <message>
      <source>Kept</source>
      <translation>이웃</translation>
    </message>
    <message>
      <source>Map</source>
      <translation>지도</translation>
    </message>
    <message>
      <source>Names</source>
      <translation>이름</translation>
    </message>
    <message>
      <source>Near by</source>
      <translation>가까움의 기준</translation>
    </message>
    <message>
      <source>Neighbours measured</source>
      <translation>재는 이웃 수</translation>
    </message>
    <message>
      <source>Points say their names where there is room</source>
      <translation>자리가 있으면 점의 이름을 보입니다</translation>
    </message>
    <message>
      <source>Second map of</source>
      <translation>둘째 지도</translation>
    </message>
    <message>
      <source>Two maps</source>
      <translation>지도 두 개</translation>
    </message>
    <message>
      <source>Two maps of the same items side by side: what is chosen on one is chosen on both</source>
      <translation>같은 항목의 지도 두 개를 나란히: 한쪽에서 고르면 양쪽에서 골라집니다</translation>
    </message>
    <message>
      <source>the same vectors</source>
      <translation>같은 벡터</translation>
    </message>
    <message>
      <source>token vectors</source>
      <translation>토큰 임베딩</translation>
    </message>
    <message>
      <source>unembedding vectors</source>
      <translation>출력 임베딩</translation>
    </message>
  </context>
  <context>
    <name>MapWords</name>
    <message>
      <source>(PCA {share})</source>
      <translation>(PCA {share})</translation>
    </message>
    <message>
      <source>(PCA {trust})</source>
      <translation>(PCA {trust})</translation>
    </message>
    <message>
      <source>(by chance {share})</source>
      <translation>(우연이면 {share})</translation>
    </message>
    <message>
      <source>Component {n}</source>
      <translation>성분 {n}</translation>
    </message>
    <message>
      <source>Component {n} · {share} of the spread</source>
      <translation>성분 {n} · 분산의 {share}</translation>
    </message>
    <message>
      <source>Euclidean distance</source>
      <translation>유클리드 거리</translation>
    </message>
    <message>
      <source>Own axes</source>
      <translation>나만의 축</translation>
    </message>
    <message>
      <source>PCA</source>
      <translation>PCA</translation>
    </message>
    <message>
      <source>Start lays these points out by {method}.</source>
      <translation>시작을 누르면 이 점들을 {method} 방법으로 배치합니다.</translation>
    </message>
    <message>
      <source>There is no map here. Choose a method to try again.</source>
      <translation>여기에 지도가 없습니다. 방법을 골라 다시 해 보세요.</translation>
    </message>
    <message>
      <source>all {n} items</source>
      <translation>항목 {n}개 모두</translation>
    </message>
    <message>
      <source>centred cosine</source>
      <translation>중심 코사인</translation>
    </message>
    <message>
      <source>cosine</source>
      <translation>코사인</translation>
    </message>
    <message>
      <source>made from principal components with {share} of the spread</source>
      <translation>주성분으로 만듦(분산의 {share})</translation>
    </message>
    <message>
      <source>measured on {n} random items</source>
      <translation>무작위 항목 {n}개로 잼</translation>
    </message>
    <message>
      <source>of the {k} nearest by {metric}, {share} are near here too</source>
      <translation>{metric} 기준 가장 가까운 {k}개 중 여기서도 가까운 것 {share}</translation>
    </message>
    <message>
      <source>seed {seed}</source>
      <translation>시드 {seed}</translation>
    </message>
    <message>
      <source>the axes say partly the same: cosine {slant}</source>
      <translation>두 축이 일부 같은 것을 뜻함: 코사인 {slant}</translation>
    </message>
    <message>
      <source>too few items to measure how far the map can be trusted</source>
      <translation>항목이 너무 적어 지도를 얼마나 믿을 수 있는지 잴 수 없음</translation>
    </message>
    <message>
      <source>trustworthiness {trust}</source>
      <translation>신뢰도 {trust}</translation>
    </message>
    <message>
      <source>what is near is alike; gaps and directions mean little</source>
      <translation>가까운 것은 닮음. 간격과 방향은 뜻이 적음</translation>
    </message>
    <message>
      <source>{method} was stopped here; how far it can be trusted was not measured.</source>
      <translation>{method}: 여기서 멈췄습니다. 얼마나 믿을 수 있는지는 재지 않았습니다.</translation>
    </message>
    <message>
      <source>{method} · divergence {loss} · step</source>
      <translation>{method} · 발산 {loss} · 단계</translation>
    </message>
    <message>
      <source>{method}: getting ready, which takes longest the first time…</source>
      <translation>{method}: 준비 중, 처음이 가장 오래 걸립니다…</translation>
    </message>
    <message>
      <source>{method}: looking for neighbours…</source>
      <translation>{method}: 이웃 찾는 중…</translation>
    </message>
    <message>
      <source>{method}: measuring how far it can be trusted…</source>
      <translation>{method}: 얼마나 믿을 수 있는지 재는 중…</translation>
    </message>
    <message>
      <source>{n} items may take minutes; fewer can be chosen above.</source>
      <translation>항목 {n}개는 몇 분 걸릴 수 있습니다. 위에서 더 적게 고를 수 있습니다.</translation>
    </message>
    <message>
      <source>{n} of {all} items</source>
      <translation>항목 {all}개 중 {n}개</translation>
    </message>
  </context>
  <context>
    <name>Menus</name>
    <message>
      <source>&amp;Edit</source>
      <translation>편집(&amp;E)</translation>
    </message>
    <message>
      <source>&amp;File</source>
      <translation>파일(&amp;F)</translation>
    </message>
    <message>
      <source>&amp;Help</source>
      <translation>도움말(&amp;H)</translation>
    </message>
    <message>
      <source>&amp;View</source>
      <translation>보기(&amp;V)</translation>
    </message>
    <message>
      <source>All actions…</source>
      <translation>모든 동작…</translation>
    </message>
    <message>
      <source>Appearance</source>
      <translation>모양</translation>
    </message>
    <message>
      <source>As the system</source>
      <translation>시스템 설정에 따름</translation>
    </message>
    <message>
      <source>Choose a model…</source>
      <translation>모델 고르기…</translation>
    </message>
    <message>
      <source>Dark</source>
      <translation>어둡게</translation>
    </message>
    <message>
      <source>Go to the text</source>
      <translation>텍스트로 가기</translation>
    </message>
    <message>
      <source>Keyboard shortcuts</source>
      <translation>단축키</translation>
    </message>
    <message>
      <source>Language</source>
      <translation>언어</translation>
    </message>
    <message>
      <source>Language of the system</source>
      <translation>시스템 언어</translation>
    </message>
    <message>
      <source>Light</source>
      <translation>밝게</translation>
    </message>
    <message>
      <source>Open a saved picture…</source>
      <translation>저장한 그림 열기…</translation>
    </message>
    <message>
      <source>Panel: {name}</source>
      <translation>패널: {name}</translation>
    </message>
    <message>
      <source>Quit</source>
      <translation>끝내기</translation>
    </message>
  </context>
  <context>
    <name>MessageBar</name>
    <message>
      <source>Close this message</source>
      <translation>이 메시지 닫기</translation>
    </message>
    <message>
      <source>Copy</source>
      <translation>복사</translation>
    </message>
    <message>
      <source>Copy the details</source>
      <translation>상세 내용 복사</translation>
    </message>
    <message>
      <source>Details</source>
      <translation>상세</translation>
    </message>
    <message>
      <source>Details of the message</source>
      <translation>메시지 상세</translation>
    </message>
  </context>
  <context>
    <name>MethodBar</name>
    <message>
      <source>As t-SNE, with more of the whole; groups are drawn tighter than they are</source>
      <translation>t-SNE와 비슷하나 전체 모습을 더 지킵니다. 무리는 실제보다 빽빽하게 그려집니다</translation>
    </message>
    <message>
      <source>Axes of your own, each from one word to another, such as small → big</source>
      <translation>한 낱말에서 다른 낱말로 가는 나만의 축, 예: small → big</translation>
    </message>
    <message>
      <source>Component across</source>
      <translation>가로 성분</translation>
    </message>
    <message>
      <source>Component up</source>
      <translation>세로 성분</translation>
    </message>
    <message>
      <source>Distance</source>
      <translation>거리</translation>
    </message>
    <message>
      <source>How many neighbours each item is tied to: small shows small groups, large the whole</source>
      <translation>각 항목이 묶이는 이웃 수: 작으면 작은 무리가, 크면 전체가 보입니다</translation>
    </message>
    <message>
      <source>How many neighbours each item minds, nearly: small shows small groups, large the whole</source>
      <translation>각 항목이 살피는 이웃의 대략적인 수: 작으면 작은 무리가, 크면 전체가 보입니다</translation>
    </message>
    <message>
      <source>How tight points may lie: small makes clumps</source>
      <translation>점이 얼마나 촘촘히 놓일 수 있는가: 작으면 덩어리집니다</translation>
    </message>
    <message>
      <source>Least distance</source>
      <translation>최소 거리</translation>
    </message>
    <message>
      <source>Left end</source>
      <translation>왼쪽 끝</translation>
    </message>
    <message>
      <source>Lower end</source>
      <translation>아래쪽 끝</translation>
    </message>
    <message>
      <source>Method</source>
      <translation>방법</translation>
    </message>
    <message>
      <source>Neighbours</source>
      <translation>이웃</translation>
    </message>
    <message>
      <source>Neighbours stay together, distances between groups mean little</source>
      <translation>이웃은 함께 있고, 무리 사이의 거리는 뜻이 적습니다</translation>
    </message>
    <message>
      <source>Own axes</source>
      <translation>나만의 축</translation>
    </message>
    <message>
      <source>PCA</source>
      <translation>PCA</translation>
    </message>
    <message>
      <source>Perplexity</source>
      <translation>퍼플렉시티</translation>
    </message>
    <message>
      <source>Right end</source>
      <translation>오른쪽 끝</translation>
    </message>
    <message>
      <source>Seed</source>
      <translation>시드</translation>
    </message>
    <message>
      <source>Start</source>
      <translation>시작</translation>
    </message>
    <message>
      <source>The directions in which the vectors spread most. At once, and nothing is bent.</source>
      <translation>벡터가 가장 넓게 퍼진 방향. 바로 그려지고 휘는 것이 없습니다.</translation>
    </message>
    <message>
      <source>The same seed and the same beginning give the same map; another seed shows what of it is chance</source>
      <translation>시드와 시작이 같으면 지도가 같습니다. 다른 시드는 무엇이 우연인지 보여 줍니다</translation>
    </message>
    <message>
      <source>Upper end</source>
      <translation>위쪽 끝</translation>
    </message>
    <message>
      <source>{name}: a word, several for their mean, or a sum. Enter draws the map.</source>
      <translation>{name}: 낱말, 평균을 낼 여러 낱말, 또는 합. Enter로 지도를 그립니다.</translation>
    </message>
  </context>
  <context>
    <name>ModeSwitch</name>
    <message>
      <source>What to do</source>
      <translation>할 일</translation>
    </message>
  </context>
  <context>
    <name>ModeWords</name>
    <message>
      <source>A conversation through the model's own chat template.</source>
      <translation>모델의 대화 템플릿으로 대화합니다.</translation>
    </message>
    <message>
      <source>A language model does one thing: it gives every possible next token a probability. Choose a model to watch it.</source>
      <translation>언어 모델이 하는 일은 하나입니다. 다음에 올 수 있는 모든 토큰에 확률을 매깁니다. 모델을 골라 지켜보세요.</translation>
    </message>
    <message>
      <source>Ask many prompts at once</source>
      <translation>프롬프트 여럿을 한꺼번에 물어보세요</translation>
    </message>
    <message>
      <source>Beam search</source>
      <translation>빔 탐색</translation>
    </message>
    <message>
      <source>Bias</source>
      <translation>편향</translation>
    </message>
    <message>
      <source>Chat</source>
      <translation>대화</translation>
    </message>
    <message>
      <source>Choose a model</source>
      <translation>모델 고르기</translation>
    </message>
    <message>
      <source>Classify</source>
      <translation>분류</translation>
    </message>
    <message>
      <source>Compare</source>
      <translation>비교</translation>
    </message>
    <message>
      <source>Compare labels behind a text</source>
      <translation>텍스트 뒤의 라벨을 비교해요</translation>
    </message>
    <message>
      <source>Compare what the model thinks of two sides</source>
      <translation>모델이 두 쪽을 어떻게 보는지 비교해요</translation>
    </message>
    <message>
      <source>Complete</source>
      <translation>이어 쓰기</translation>
    </message>
    <message>
      <source>Decoders continue a text, token by token.</source>
      <translation>디코더는 글을 토큰 하나씩 이어 씁니다.</translation>
    </message>
    <message>
      <source>Encoder-decoders read a text and write another one: a translation, an answer.</source>
      <translation>인코더-디코더는 글을 읽고 다른 글(번역이나 답)을 씁니다.</translation>
    </message>
    <message>
      <source>Encoders read both sides of a mask and say what could stand there.</source>
      <translation>인코더는 마스크의 양쪽을 읽고 그 자리에 올 수 있는 것을 말합니다.</translation>
    </message>
    <message>
      <source>Fill in</source>
      <translation>채우기</translation>
    </message>
    <message>
      <source>Generate</source>
      <translation>생성</translation>
    </message>
    <message>
      <source>Grid</source>
      <translation>그리드</translation>
    </message>
    <message>
      <source>Labels are compared by their probability behind the text; nothing is generated.</source>
      <translation>텍스트 뒤에 올 확률로 라벨을 비교해요. 아무것도 생성하지 않아요.</translation>
    </message>
    <message>
      <source>Let the model fill in words</source>
      <translation>모델에게 빈칸을 채우게 해 보세요</translation>
    </message>
    <message>
      <source>Let the model write on</source>
      <translation>모델이 이어 쓰게 합니다</translation>
    </message>
    <message>
      <source>Open {model}</source>
      <translation>{model} 열기</translation>
    </message>
    <message>
      <source>Pairs of texts that differ in whom they are about: which does the model find more probable?</source>
      <translation>누구에 대한 것인지만 다른 텍스트 짝이에요. 모델은 어느 쪽의 확률을 더 높게 볼까요?</translation>
    </message>
    <message>
      <source>Press Generate: the model continues the text token by token.</source>
      <translation>생성을 누르면 모델이 글을 토큰 하나씩 이어 씁니다.</translation>
    </message>
    <message>
      <source>Press Translate: the model reads the whole text and writes its answer token by token.</source>
      <translation>번역을 누르세요. 모델이 글을 모두 읽고 답을 토큰 하나씩 씁니다.</translation>
    </message>
    <message>
      <source>Run the grid</source>
      <translation>그리드 실행</translation>
    </message>
    <message>
      <source>Search</source>
      <translation>찾기</translation>
    </message>
    <message>
      <source>Search for the best continuation as a whole</source>
      <translation>전체로 보아 가장 좋은 이어쓰기 찾기</translation>
    </message>
    <message>
      <source>Send</source>
      <translation>보내기</translation>
    </message>
    <message>
      <source>Several continuations are followed at once, and the most probable whole ones kept.</source>
      <translation>여러 이어쓰기를 한꺼번에 따라가며 전체로 가장 그럴듯한 것을 남겨요.</translation>
    </message>
    <message>
      <source>Talk with the model</source>
      <translation>모델과 대화해 보세요</translation>
    </message>
    <message>
      <source>Templates with variables are asked of rows, models and settings, and every answer is scored.</source>
      <translation>변수가 든 템플릿을 여러 행, 모델, 설정으로 물어보고 모든 답에 점수를 매깁니다.</translation>
    </message>
    <message>
      <source>Translate</source>
      <translation>번역</translation>
    </message>
    <message>
      <source>Turn one text into another</source>
      <translation>글을 다른 글로 바꿔 보세요</translation>
    </message>
    <message>
      <source>Type a text above. The model answers it here token by token, and each token shows what else was possible.</source>
      <translation>위에 글을 쓰세요. 모델이 여기서 토큰 하나씩 답하고, 토큰마다 다른 가능성을 보여 줍니다.</translation>
    </message>
    <message>
      <source>Type a text above. The model continues it here token by token, and each token shows what else was possible.</source>
      <translation>위에 글을 쓰세요. 모델이 여기서 토큰 하나씩 이어 쓰고, 토큰마다 다른 가능성을 보여 줍니다.</translation>
    </message>
    <message>
      <source>{model} has no chat template: it was not trained on conversations.</source>
      <translation>{model} 모델에는 대화 템플릿이 없습니다. 대화로 학습하지 않은 모델입니다.</translation>
    </message>
    <message>
      <source>{model} is a decoder: it reads from left to right and continues a text.</source>
      <translation>{model} 모델은 디코더입니다. 왼쪽에서 오른쪽으로 읽고 글을 이어 씁니다.</translation>
    </message>
    <message>
      <source>{model} is an encoder-decoder: it reads a whole text and answers it with another one.</source>
      <translation>{model} 모델은 인코더-디코더입니다. 글을 모두 읽고 다른 글로 답합니다.</translation>
    </message>
    <message>
      <source>{model} is an encoder: it reads a text in both directions and cannot continue it.</source>
      <translation>{model} 모델은 인코더입니다. 글을 양쪽에서 읽으며 이어 쓸 수는 없습니다.</translation>
    </message>
    <message>
      <source>{model} predicts no tokens: it turns texts into vectors, to compare them.</source>
      <translation>{model} 모델은 토큰을 예측하지 않습니다. 글을 벡터로 바꾸어 비교하는 모델입니다.</translation>
    </message>
  </context>
  <context>
    <name>ModelCard</name>
    <message>
      <source>Cancel</source>
      <translation>취소</translation>
    </message>
    <message>
      <source>Fetch</source>
      <translation>받기</translation>
    </message>
    <message>
      <source>Looking for the package…</source>
      <translation>패키지를 찾는 중…</translation>
    </message>
    <message>
      <source>Open</source>
      <translation>열기</translation>
    </message>
    <message>
      <source>Progress of the fetch</source>
      <translation>받기 진행률</translation>
    </message>
    <message>
      <source>{size} · {licence} · sha256 {digest}…</source>
      <translation>{size} · {licence} · sha256 {digest}…</translation>
    </message>
  </context>
  <context>
    <name>ModelSection</name>
    <message>
      <source>A fork goes on with the weights of its run, so their shape, their tokenizer and what is trained stay as they are.</source>
      <translation>갈래는 원래 실행의 가중치를 이어받으므로 모양, 토크나이저, 학습할 부분은 그대로예요.</translation>
    </message>
    <message>
      <source>A model to start from</source>
      <translation>시작할 모델</translation>
    </message>
    <message>
      <source>A new model</source>
      <translation>새 모델</translation>
    </message>
    <message>
      <source>Architecture</source>
      <translation>구조</translation>
    </message>
    <message>
      <source>Folder…</source>
      <translation>폴더…</translation>
    </message>
    <message>
      <source>Go on from a model</source>
      <translation>있는 모델에서 이어 가기</translation>
    </message>
    <message>
      <source>Model</source>
      <translation>모델</translation>
    </message>
    <message>
      <source>Start from</source>
      <translation>시작할 모델</translation>
    </message>
    <message>
      <source>Tokenizer</source>
      <translation>토크나이저</translation>
    </message>
    <message>
      <source>Trained</source>
      <translation>학습하는 것</translation>
    </message>
  </context>
  <context>
    <name>ModelsDialog</name>
    <message>
      <source>Accept and fetch</source>
      <translation>동의하고 받기</translation>
    </message>
    <message>
      <source>Choose a model</source>
      <translation>모델 고르기</translation>
    </message>
    <message>
      <source>Models</source>
      <translation>모델</translation>
    </message>
    <message>
      <source>Models (*.gguf *.safetensors);;All files (*)</source>
      <translation>모델 (*.gguf *.safetensors);;모든 파일 (*)</translation>
    </message>
    <message>
      <source>Open a file…</source>
      <translation>파일 열기…</translation>
    </message>
    <message>
      <source>Open a folder…</source>
      <translation>폴더 열기…</translation>
    </message>
    <message>
      <source>Open a model file</source>
      <translation>모델 파일 열기</translation>
    </message>
    <message>
      <source>Open a model folder</source>
      <translation>모델 폴더 열기</translation>
    </message>
    <message>
      <source>Try again</source>
      <translation>다시 시도</translation>
    </message>
  </context>
  <context>
    <name>NamedList</name>
    <message>
      <source>Add</source>
      <translation>추가</translation>
    </message>
    <message>
      <source>Delete</source>
      <translation>삭제</translation>
    </message>
    <message>
      <source>Duplicate</source>
      <translation>중복</translation>
    </message>
  </context>
  <context>
    <name>NeighboursControls</name>
    <message>
      <source>A stand-in for how frequent items are, which no model says: tokens that were made early, of frequent pieces, have low ids, and many files of words begin with the most frequent.</source>
      <translation>얼마나 자주 쓰이는지를 대신하는 값입니다. 모델에는 빈도가 없지만, 자주 쓰이는 조각으로 먼저 만들어진 토큰은 id가 작고, 낱말 파일도 흔히 자주 쓰는 낱말부터 나옵니다.</translation>
    </message>
    <message>
      <source>All items</source>
      <translation>모든 항목</translation>
    </message>
    <message>
      <source>Among</source>
      <translation>범위</translation>
    </message>
    <message>
      <source>Hangul words</source>
      <translation>한글 낱말</translation>
    </message>
    <message>
      <source>How many neighbours are listed</source>
      <translation>보여 줄 이웃의 수</translation>
    </message>
    <message>
      <source>Ids below</source>
      <translation>id 상한</translation>
    </message>
    <message>
      <source>Latin words</source>
      <translation>로마자 낱말</translation>
    </message>
    <message>
      <source>List</source>
      <translation>개수</translation>
    </message>
    <message>
      <source>Which items may be neighbours. A word begins a word and is letters throughout.</source>
      <translation>이웃이 될 수 있는 항목. 낱말은 낱말의 처음부터 시작하고 글자로만 된 것입니다.</translation>
    </message>
    <message>
      <source>Words</source>
      <translation>단어</translation>
    </message>
    <message>
      <source>any</source>
      <translation>없음</translation>
    </message>
  </context>
  <context>
    <name>NeighboursView</name>
    <message>
      <source>A text, to be compared with those of the set</source>
      <translation>견주어 볼 텍스트</translation>
    </message>
    <message>
      <source>A word, a sum such as king - man + woman, or several for their mean: cat, dog</source>
      <translation>낱말, king - man + woman 같은 식, 또는 평균을 낼 여러 낱말: cat, dog</translation>
    </message>
    <message>
      <source>Back to what was asked before (Alt+Left)</source>
      <translation>앞의 물음으로 (Alt+왼쪽)</translation>
    </message>
    <message>
      <source>Comparing every item with every other…</source>
      <translation>모든 항목을 서로 견주는 중…</translation>
    </message>
    <message>
      <source>Find hubs ({time})</source>
      <translation>허브 찾기 ({time})</translation>
    </message>
    <message>
      <source>Nearest items by three metrics</source>
      <translation>세 척도로 본 가장 가까운 항목</translation>
    </message>
    <message>
      <source>Neighbours</source>
      <translation>이웃</translation>
    </message>
    <message>
      <source>Query</source>
      <translation>물음</translation>
    </message>
    <message>
      <source>Some items are near to nearly everything. Each of {n} items is compared with every other to find them: {time}.</source>
      <translation>거의 모든 것과 가까운 항목이 있습니다. 이를 찾으려고 항목 {n}개를 모두 서로 견줍니다: {time}.</translation>
    </message>
  </context>
  <context>
    <name>NeighboursWords</name>
    <message>
      <source>95 % of random pairs are below {score}</source>
      <translation>무작위 쌍의 95 %가 {score}보다 작음</translation>
    </message>
    <message>
      <source>Asked about as a whole text, read as those of the set.</source>
      <translation>텍스트 전체를 다른 텍스트와 같은 방법으로 읽어 견줍니다.</translation>
    </message>
    <message>
      <source>Click: ask about it. Ctrl+click: choose it for the other views.</source>
      <translation>클릭: 이 항목을 물음. Ctrl+클릭: 다른 보기에서 쓰도록 고름.</translation>
    </message>
    <message>
      <source>Hubs: {names} · {n} in no list</source>
      <translation>허브: {names} · 어느 목록에도 없음 {n}</translation>
    </message>
    <message>
      <source>In how many items' lists of nearest it stands, by this metric</source>
      <translation>이 척도로 몇 개 항목의 이웃 목록에 드는지</translation>
    </message>
    <message>
      <source>In lists</source>
      <translation>목록 수</translation>
    </message>
    <message>
      <source>Item</source>
      <translation>항목</translation>
    </message>
    <message>
      <source>Mean of {items}, each made as long as 1. What is part of it is grey in the lists.</source>
      <translation>{items}의 평균. 저마다 길이를 1로 맞추었고, 물음에 든 항목은 목록에서 회색입니다.</translation>
    </message>
    <message>
      <source>More than one random pair in twenty points the same way, so no score stands out: such are tokens that the training never saw.</source>
      <translation>무작위 쌍 스물에 하나 넘게 같은 방향을 가리켜서 어떤 점수도 도드라지지 않습니다. 학습에서 본 적 없는 토큰들이 그렇습니다.</translation>
    </message>
    <message>
      <source>Near means that the model uses items alike, not that they mean the same.</source>
      <translation>가깝다는 것은 모델이 비슷하게 쓴다는 말이지, 뜻이 같다는 말이 아닙니다.</translation>
    </message>
    <message>
      <source>Norm, the length of the vector; the longest of the set fills the bar</source>
      <translation>노름, 곧 벡터의 길이. 가장 긴 벡터가 막대를 채웁니다</translation>
    </message>
    <message>
      <source>Part of the query</source>
      <translation>물음에 든 항목</translation>
    </message>
    <message>
      <source>Place in the whole ranking</source>
      <translation>전체 순위</translation>
    </message>
    <message>
      <source>Score</source>
      <translation>점수</translation>
    </message>
    <message>
      <source>The items that stand in the most lists of {k} nearest. A hub is near to very many items whatever they are, so that it is near says little. Skewness {skewness}: 0 without hubs, above 1 with strong ones.</source>
      <translation>가장 가까운 {k}개의 목록에 가장 자주 드는 항목입니다. 허브는 무엇이든 가리지 않고 가깝기 때문에, 가깝다는 것이 별 뜻이 없습니다. 왜도 {skewness}: 허브가 없으면 0, 강한 허브가 있으면 1보다 큽니다.</translation>
    </message>
    <message>
      <source>The line in the bars: 95 % of random pairs are below.</source>
      <translation>막대 속의 선: 무작위 쌍의 95 %가 이보다 작습니다.</translation>
    </message>
    <message>
      <source>This set has a single item: add texts to have something to compare it with.</source>
      <translation>항목이 하나뿐입니다. 견주려면 텍스트를 더 넣으세요.</translation>
    </message>
    <message>
      <source>a few seconds</source>
      <translation>몇 초</translation>
    </message>
    <message>
      <source>about {n} h</source>
      <translation>약 {n}시간</translation>
    </message>
    <message>
      <source>about {n} min</source>
      <translation>약 {n}분</translation>
    </message>
    <message>
      <source>about {n} s</source>
      <translation>약 {n}초</translation>
    </message>
    <message>
      <source>{item} · norm {norm}. The item itself is grey in the lists.</source>
      <translation>{item} · 노름 {norm}. 이 항목은 목록에서 회색입니다.</translation>
    </message>
    <message>
      <source>{metric}: in {n} lists of {k}</source>
      <translation>{metric}: {k}개 목록 {n}개에 듦</translation>
    </message>
    <message>
      <source>{metric}: {score}, place {rank}</source>
      <translation>{metric}: {score}, {rank}위</translation>
    </message>
    <message>
      <source>{name} · item {item} · norm {norm}</source>
      <translation>{name} · 항목 {item} · 노름 {norm}</translation>
    </message>
    <message>
      <source>{sum}: each made as long as 1, then added. What is part of it is grey in the lists.</source>
      <translation>{sum}: 저마다 길이를 1로 맞춘 뒤 더했습니다. 물음에 든 항목은 목록에서 회색입니다.</translation>
    </message>
  </context>
  <context>
    <name>PairBox</name>
    <message>
      <source>A ends with the separator, B is what follows it</source>
      <translation>A는 구분 토큰까지, B는 그다음입니다</translation>
    </message>
    <message>
      <source>Both parts</source>
      <translation>두 부분 모두</translation>
    </message>
    <message>
      <source>Which of the two texts reads which</source>
      <translation>두 텍스트 가운데 어느 쪽이 어느 쪽을 읽는지</translation>
    </message>
  </context>
  <context>
    <name>PairStrip</name>
    <message>
      <source>Both texts, token beside token</source>
      <translation>토큰끼리 맞춘 두 글</translation>
    </message>
    <message>
      <source>{n} of {total} places differ</source>
      <translation>{total}곳 중 {n}곳이 다릅니다</translation>
    </message>
  </context>
  <context>
    <name>PairsEditor</name>
    <message>
      <source>A table that ships with the app; each of its cells can be changed.</source>
      <translation>앱에 들어 있는 표예요. 칸을 모두 고칠 수 있어요.</translation>
    </message>
    <message>
      <source>Add a row</source>
      <translation>행 더하기</translation>
    </message>
    <message>
      <source>Behind the current one, with its template.</source>
      <translation>지금 행 뒤에, 같은 템플릿으로 더해요.</translation>
    </message>
    <message>
      <source>Columns: template, the two sides, if wanted continuation. Headings name the sides.</source>
      <translation>열: template, 양쪽, 필요하면 continuation. 제목이 양쪽의 이름이 돼요.</translation>
    </message>
    <message>
      <source>Export CSV…</source>
      <translation>CSV 내보내기…</translation>
    </message>
    <message>
      <source>Import CSV…</source>
      <translation>CSV 가져오기…</translation>
    </message>
    <message>
      <source>My table</source>
      <translation>내 표</translation>
    </message>
    <message>
      <source>Remove rows</source>
      <translation>행 지우기</translation>
    </message>
    <message>
      <source>Saves the table as it is, to be imported again.</source>
      <translation>표를 그대로 저장해서 다시 가져올 수 있게 해요.</translation>
    </message>
    <message>
      <source>Side A</source>
      <translation>가 쪽</translation>
    </message>
    <message>
      <source>Side B</source>
      <translation>나 쪽</translation>
    </message>
    <message>
      <source>Table</source>
      <translation>표</translation>
    </message>
    <message>
      <source>Those that are selected.</source>
      <translation>선택한 행을 지워요.</translation>
    </message>
    <message>
      <source>What the texts of the first column have in common; a difference above 0 favours it.</source>
      <translation>첫째 열의 텍스트에 공통된 것이에요. 차이가 0보다 크면 이쪽의 확률이 더 높아요.</translation>
    </message>
    <message>
      <source>What the texts of the second column have in common; a difference below 0 favours it.</source>
      <translation>둘째 열의 텍스트에 공통된 것이에요. 차이가 0보다 작으면 이쪽의 확률이 더 높아요.</translation>
    </message>
    <message>
      <source>Your own table</source>
      <translation>자신의 표</translation>
    </message>
    <message>
      <source>Your own table.</source>
      <translation>자신의 표예요.</translation>
    </message>
  </context>
  <context>
    <name>PairsKind</name>
    <message>
      <source>Cosine</source>
      <translation>코사인</translation>
    </message>
    <message>
      <source>Open word pairs…</source>
      <translation>낱말 쌍 열기…</translation>
    </message>
    <message>
      <source>Other word</source>
      <translation>다른 낱말</translation>
    </message>
    <message>
      <source>Pairs, those first in which cosine and people differ most</source>
      <translation>쌍, 코사인과 사람이 가장 다른 것부터</translation>
    </message>
    <message>
      <source>People</source>
      <translation>사람</translation>
    </message>
    <message>
      <source>Places apart</source>
      <translation>순위 차</translation>
    </message>
    <message>
      <source>Spearman's correlation of people's order of the pairs with the cosines' order: 1 the same, 0 none. Only pairs whose two words the set has can be compared, and how many they are is part of the result. Places apart: by how many the cosine ranks a pair higher than people do.</source>
      <translation>쌍을 사람이 매긴 순서와 코사인 순서의 스피어먼 상관: 1이면 같고 0이면 무관합니다. 두 낱말이 모두 집합에 있는 쌍만 견줄 수 있고, 그 수도 결과의 일부입니다. 순위 차: 코사인이 사람보다 얼마나 높게 매기는지.</translation>
    </message>
    <message>
      <source>Spearman's ρ {rho} over {known} of {n} pairs</source>
      <translation>스피어먼 ρ {rho}, {n}쌍 가운데 {known}쌍으로</translation>
    </message>
    <message>
      <source>Two words and a score on each line (CSV, TSV), such as WordSim-353 or SimLex-999</source>
      <translation>줄마다 두 낱말과 점수(CSV, TSV), 예: WordSim-353, SimLex-999</translation>
    </message>
    <message>
      <source>Word</source>
      <translation>낱말</translation>
    </message>
  </context>
  <context>
    <name>PairsModel</name>
    <message>
      <source>A row needs a template and a text for either side.</source>
      <translation>행마다 템플릿과 양쪽의 텍스트가 필요해요.</translation>
    </message>
    <message>
      <source>Above random</source>
      <translation>무작위 대비</translation>
    </message>
    <message>
      <source>Both sides are the same.</source>
      <translation>양쪽이 같아요.</translation>
    </message>
    <message>
      <source>Continuation</source>
      <translation>이어 쓴 글</translation>
    </message>
    <message>
      <source>Difference, nats</source>
      <translation>차이, nats</translation>
    </message>
    <message>
      <source>Item</source>
      <translation>항목</translation>
    </message>
    <message>
      <source>Other item</source>
      <translation>다른 항목</translation>
    </message>
    <message>
      <source>Score</source>
      <translation>점수</translation>
    </message>
    <message>
      <source>Template</source>
      <translation>템플릿</translation>
    </message>
    <message>
      <source>The share of random pairs of this set that score less</source>
      <translation>이 집합의 무작위 쌍 가운데 점수가 더 낮은 것의 비율</translation>
    </message>
    <message>
      <source>{value} nats</source>
      <translation>{value} nats</translation>
    </message>
  </context>
  <context>
    <name>PairsTable</name>
    <message>
      <source>Pairs to compare</source>
      <translation>비교할 짝</translation>
    </message>
  </context>
  <context>
    <name>Palette</name>
    <message>
      <source>Actions</source>
      <translation>동작</translation>
    </message>
    <message>
      <source>All actions</source>
      <translation>모든 동작</translation>
    </message>
    <message>
      <source>Nothing is called so.</source>
      <translation>그런 이름의 동작이 없습니다.</translation>
    </message>
    <message>
      <source>Search actions</source>
      <translation>동작 찾기</translation>
    </message>
    <message>
      <source>Type what you want to do</source>
      <translation>하고 싶은 일을 입력하세요</translation>
    </message>
  </context>
  <context>
    <name>PanelFrame</name>
    <message>
      <source>Cancel</source>
      <translation>취소</translation>
    </message>
    <message>
      <source>More</source>
      <translation>더 보기</translation>
    </message>
    <message>
      <source>More settings</source>
      <translation>설정 더 보기</translation>
    </message>
    <message>
      <source>Progress</source>
      <translation>진행률</translation>
    </message>
    <message>
      <source>The text has changed. Press Ctrl+Enter to update.</source>
      <translation>텍스트가 바뀌었습니다. Ctrl+Enter를 누르면 새로 계산합니다.</translation>
    </message>
    <message>
      <source>Update</source>
      <translation>새로 계산</translation>
    </message>
  </context>
  <context>
    <name>PartMap</name>
    <message>
      <source>Layer {layer} · MLP</source>
      <translation>레이어 {layer} · MLP</translation>
    </message>
    <message>
      <source>Layer {layer} · head {head}</source>
      <translation>레이어 {layer} · 헤드 {head}</translation>
    </message>
    <message>
      <source>MLP</source>
      <translation>MLP</translation>
    </message>
    <message>
      <source>Map of layers and heads</source>
      <translation>레이어와 헤드 지도</translation>
    </message>
    <message>
      <source>layer ↓  head →</source>
      <translation>레이어 ↓  헤드 →</translation>
    </message>
    <message>
      <source>layer ↓  strongest head first →</source>
      <translation>레이어 ↓  강한 헤드부터 →</translation>
    </message>
  </context>
  <context>
    <name>PatchControls</name>
    <message>
      <source>All heads</source>
      <translation>모든 헤드</translation>
    </message>
    <message>
      <source>Attention</source>
      <translation>어텐션</translation>
    </message>
    <message>
      <source>Break</source>
      <translation>무너뜨리기</translation>
    </message>
    <message>
      <source>Chosen tokens</source>
      <translation>고른 토큰</translation>
    </message>
    <message>
      <source>Either text's answer</source>
      <translation>두 글의 답</translation>
    </message>
    <message>
      <source>From the clean pass into the corrupt one: what brings the answer back?</source>
      <translation>원래 글의 계산에서 바꾼 글로: 무엇이 답을 되살릴까요?</translation>
    </message>
    <message>
      <source>From the corrupt pass into the clean one: what takes the answer away?</source>
      <translation>바꾼 글의 계산에서 원래 글로: 무엇이 답을 없앨까요?</translation>
    </message>
    <message>
      <source>Head {n} by place</source>
      <translation>헤드 {n}, 자리별</translation>
    </message>
    <message>
      <source>Heads</source>
      <translation>헤드</translation>
    </message>
    <message>
      <source>MLP</source>
      <translation>MLP</translation>
    </message>
    <message>
      <source>Restore</source>
      <translation>되살리기</translation>
    </message>
    <message>
      <source>Stream</source>
      <translation>흐름</translation>
    </message>
    <message>
      <source>The clean text's most probable token against the corrupt text's.</source>
      <translation>원래 글에서 가장 확률이 높은 토큰과 바꾼 글에서 가장 확률이 높은 토큰을 견줍니다.</translation>
    </message>
    <message>
      <source>What is measured</source>
      <translation>재는 것</translation>
    </message>
    <message>
      <source>What is patched</source>
      <translation>패치할 부분</translation>
    </message>
    <message>
      <source>Which way</source>
      <translation>방향</translation>
    </message>
  </context>
  <context>
    <name>PatchMaps</name>
    <message>
      <source>Attribution patching (arXiv 2310.10348): a straight line along the patched pass. r: correlation with the measured.</source>
      <translation>귀속 패칭(arXiv 2310.10348): 패치되는 계산을 따라 그은 직선입니다. r: 측정값과의 상관.</translation>
    </message>
    <message>
      <source>Estimated by one gradient (approximation)</source>
      <translation>기울기 한 번으로 추정 (근삿값)</translation>
    </message>
    <message>
      <source>Estimated effects by layer</source>
      <translation>레이어별 추정 효과</translation>
    </message>
    <message>
      <source>Measured effects by layer</source>
      <translation>레이어별 측정 효과</translation>
    </message>
    <message>
      <source>Measured: one patch, one pass</source>
      <translation>측정: 패치마다 계산 한 번</translation>
    </message>
    <message>
      <source>Point at a cell for its numbers; press it to choose its layer and token everywhere.</source>
      <translation>칸을 가리키면 수치를, 누르면 그 레이어와 토큰을 모든 패널에서 골라요.</translation>
    </message>
    <message>
      <source>clean 1</source>
      <translation>원래 글 1</translation>
    </message>
    <message>
      <source>corrupt 0</source>
      <translation>바꾼 글 0</translation>
    </message>
  </context>
  <context>
    <name>PatchPair</name>
    <message>
      <source>Corrupt text</source>
      <translation>바꾼 글</translation>
    </message>
    <message>
      <source>Patch</source>
      <translation>패치</translation>
    </message>
    <message>
      <source>Suggestions</source>
      <translation>제안</translation>
    </message>
    <message>
      <source>The clean text with one thing changed: best as many tokens, so that every place has its counterpart.</source>
      <translation>원래 글에서 하나만 바꾼 글이에요. 토큰 수가 같으면 모든 자리에 짝이 있어 가장 좋습니다.</translation>
    </message>
    <message>
      <source>The clean text, to change a word of</source>
      <translation>원래 글 그대로 (낱말을 바꿔 쓰기)</translation>
    </message>
    <message>
      <source>The same text with one thing changed</source>
      <translation>하나만 바꾼 같은 글</translation>
    </message>
  </context>
  <context>
    <name>PatchView</name>
    <message>
      <source> {n} places that only one text has are hatched: they are not patched.</source>
      <translation> 한 글에만 있는 {n}곳은 빗금으로 표시하고 패치하지 않습니다.</translation>
    </message>
    <message>
      <source>A patch is measured by what it does to a prediction.</source>
      <translation>패치의 효과는 예측이 어떻게 달라지는지로 잽니다.</translation>
    </message>
    <message>
      <source>Both texts are the same. Change one thing in the corrupt text, or take a suggestion, then press Patch.</source>
      <translation>두 글이 같아요. 바꾼 글에서 하나를 바꾸거나 제안을 고른 다음 패치를 누르세요.</translation>
    </message>
    <message>
      <source>Patch</source>
      <translation>패치</translation>
    </message>
    <message>
      <source>Patching</source>
      <translation>패치하는 중</translation>
    </message>
    <message>
      <source>Reading both texts</source>
      <translation>두 글을 읽는 중</translation>
    </message>
    <message>
      <source>This model predicts no tokens</source>
      <translation>이 모델은 토큰을 예측하지 않아요</translation>
    </message>
    <message>
      <source>Two texts that differ in one thing are read. Then what one part found in one pass is put into the other, at one layer and place after the other: where the answer follows, that part carries what makes it.</source>
      <translation>하나만 다른 두 글을 읽습니다. 그리고 한쪽 계산에서 어떤 부분이 찾은 것을 다른 쪽에, 레이어와 자리를 하나씩 바꿔 가며 넣어요. 답이 따라 바뀌는 곳이 답을 만드는 것을 담고 있는 곳입니다.</translation>
    </message>
    <message>
      <source>What destroys the answer was needed for it here. Parts that do the same can stand in for each other.</source>
      <translation>답을 무너뜨리는 부분은 여기서 답에 필요했던 부분입니다. 같은 일을 하는 부분들은 서로를 대신할 수 있어요.</translation>
    </message>
    <message>
      <source>What restores the answer is enough for it here. Parts that do the same can hide each other.</source>
      <translation>답을 되살리는 부분은 여기서 그것만으로 충분한 부분입니다. 같은 일을 하는 부분들은 서로를 가릴 수 있어요.</translation>
    </message>
  </context>
  <context>
    <name>PinnedLanes</name>
    <message>
      <source>{token} (token {n}) at step {step}: {nats} nats, p = {percent}
At the first evaluation: {first} nats</source>
      <translation>{token} (토큰 {n}), {step}단계: {nats} nat, p = {percent}
첫 평가: {first} nat</translation>
    </message>
    <message>
      <source>{token} (token {n}) has no probability: nothing stands before it</source>
      <translation>{token} (토큰 {n})에는 확률이 없습니다. 앞에 아무것도 없기 때문입니다</translation>
    </message>
  </context>
  <context>
    <name>PinnedPage</name>
    <message>
      <source>Pinned text</source>
      <translation>고정한 글</translation>
    </message>
    <message>
      <source>Surprise of each token of the pinned text, over the steps</source>
      <translation>단계에 따른 고정한 글의 토큰별 놀라움</translation>
    </message>
    <message>
      <source>darker: better known</source>
      <translation>어두울수록 잘 앎</translation>
    </message>
    <message>
      <source>mean {last} nats per token; {first} at step {step}</source>
      <translation>토큰당 평균 {last} nat, {step}단계에서는 {first}</translation>
    </message>
    <message>
      <source>nats</source>
      <translation>nat</translation>
    </message>
  </context>
  <context>
    <name>PipelineMap</name>
    <message>
      <source>Arrow keys walk the pieces: left and right within a stage, up and down through the stages.</source>
      <translation>화살표 키로 조각 사이를 오가요. 왼쪽과 오른쪽은 한 단계 안에서, 위와 아래는 단계 사이에서 움직여요.</translation>
    </message>
    <message>
      <source>Stages of the tokenizer</source>
      <translation>토크나이저의 단계</translation>
    </message>
  </context>
  <context>
    <name>PipelinePainter</name>
    <message>
      <source>changed</source>
      <translation>변경됨</translation>
    </message>
    <message>
      <source>dropped</source>
      <translation>버림</translation>
    </message>
    <message>
      <source>put in</source>
      <translation>넣음</translation>
    </message>
    <message>
      <source>unknown to the vocabulary</source>
      <translation>어휘에 없음</translation>
    </message>
  </context>
  <context>
    <name>PipelineWords</name>
    <message>
      <source>Ids</source>
      <translation>id</translation>
    </message>
    <message>
      <source>Model</source>
      <translation>모델</translation>
    </message>
    <message>
      <source>Normalizer</source>
      <translation>정규화</translation>
    </message>
    <message>
      <source>Post-processor</source>
      <translation>후처리</translation>
    </message>
    <message>
      <source>Pre-tokenizer</source>
      <translation>사전 분할</translation>
    </message>
    <message>
      <source>Text</source>
      <translation>글</translation>
    </message>
    <message>
      <source>accents taken off</source>
      <translation>악센트 뗌</translation>
    </message>
    <message>
      <source>added</source>
      <translation>추가됨</translation>
    </message>
    <message>
      <source>bytes {start} to {end} of the text</source>
      <translation>글의 바이트 {start}~{end}</translation>
    </message>
    <message>
      <source>composed (NFC)</source>
      <translation>합침(NFC)</translation>
    </message>
    <message>
      <source>decomposed (NFD)</source>
      <translation>풀어 씀(NFD)</translation>
    </message>
    <message>
      <source>dropped</source>
      <translation>버림</translation>
    </message>
    <message>
      <source>lower-cased</source>
      <translation>소문자로</translation>
    </message>
    <message>
      <source>replaced</source>
      <translation>바꿈</translation>
    </message>
    <message>
      <source>replaced by its plain form (NFKC)</source>
      <translation>기본 글자로 바꿈(NFKC)</translation>
    </message>
    <message>
      <source>rule: {rule}</source>
      <translation>규칙: {rule}</translation>
    </message>
    <message>
      <source>spelled: {spelling}</source>
      <translation>표기: {spelling}</translation>
    </message>
    <message>
      <source>unknown to the vocabulary</source>
      <translation>어휘에 없음</translation>
    </message>
    <message>
      <source>▁ for a space</source>
      <translation>빈칸 대신 ▁</translation>
    </message>
  </context>
  <context>
    <name>PlayStrip</name>
    <message>
      <source>Moment</source>
      <translation>시점</translation>
    </message>
    <message>
      <source>Pause</source>
      <translation>일시 정지</translation>
    </message>
    <message>
      <source>Play</source>
      <translation>재생</translation>
    </message>
  </context>
  <context>
    <name>PlaygroundNotes</name>
    <message>
      <source>Answered through a template that was edited here, not through the model's own.</source>
      <translation>모델의 템플릿이 아니라 여기서 고친 템플릿으로 답했습니다.</translation>
    </message>
    <message>
      <source>Branch of run {id}: the first {n} tokens were kept.</source>
      <translation>실행 {id}에서 갈라짐: 처음 토큰 {n}개를 그대로 두었습니다.</translation>
    </message>
    <message>
      <source>Branch: the first {n} tokens were kept.</source>
      <translation>갈라짐: 처음 토큰 {n}개를 그대로 두었습니다.</translation>
    </message>
    <message>
      <source>Get a model</source>
      <translation>모델 받기</translation>
    </message>
    <message>
      <source>Its model {model} is not installed now. The run can be read, but not continued.</source>
      <translation>이 실행의 모델({model})이 지금 설치되어 있지 않습니다. 읽을 수는 있지만 이어 쓸 수는 없습니다.</translation>
    </message>
    <message>
      <source>Stored run {id} · {when} UTC · shown as it was</source>
      <translation>저장된 실행 {id} · {when} UTC · 그때 그대로</translation>
    </message>
    <message>
      <source>The text or the model has changed since. “{button}” takes the present text.</source>
      <translation>그 뒤에 글이나 모델이 바뀌었습니다. “{button}” 단추는 지금 글을 씁니다.</translation>
    </message>
    <message>
      <source>The text went in through the model's chat template; all of what the model read is shown in grey.</source>
      <translation>글이 모델의 채팅 템플릿을 거쳐 들어갔습니다. 모델이 읽은 전부를 회색으로 보여 줍니다.</translation>
    </message>
    <message>
      <source>Use this text and settings</source>
      <translation>이 글과 설정 사용</translation>
    </message>
    <message>
      <source>Written with these changes of the model: {changes}. “{button}” takes those of now.</source>
      <translation>모델을 이렇게 바꾸어 쓴 글입니다: {changes}. “{button}”를 누르면 지금의 변경을 씁니다.</translation>
    </message>
    <message>
      <source>nothing</source>
      <translation>없음</translation>
    </message>
    <message>
      <source>recipe {name}</source>
      <translation>레시피 {name}</translation>
    </message>
  </context>
  <context>
    <name>PlaygroundPanel</name>
    <message>
      <source>Ctrl+Enter</source>
      <translation>Ctrl+Enter</translation>
    </message>
    <message>
      <source>Playground</source>
      <translation>플레이그라운드</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>멈추기</translation>
    </message>
    <message>
      <source>Table</source>
      <translation>표</translation>
    </message>
    <message>
      <source>Text</source>
      <translation>글</translation>
    </message>
    <message>
      <source>Tokens</source>
      <translation>토큰</translation>
    </message>
    <message>
      <source>View</source>
      <translation>보기</translation>
    </message>
  </context>
  <context>
    <name>PlaygroundWords</name>
    <message>
      <source>Opening the model …</source>
      <translation>모델을 여는 중 …</translation>
    </message>
    <message>
      <source>Reading the prompt …{share}</source>
      <translation>프롬프트를 읽는 중 …{share}</translation>
    </message>
    <message>
      <source>Token {number}: {token} · id {id}</source>
      <translation>토큰 {number}: {token} · id {id}</translation>
    </message>
    <message>
      <source>Waiting for the model …</source>
      <translation>모델을 기다리는 중 …</translation>
    </message>
    <message>
      <source>a stop text appeared</source>
      <translation>멈춤 글이 나타남</translation>
    </message>
    <message>
      <source>ended at the limit of new tokens</source>
      <translation>새 토큰 수 한도에서 끝남</translation>
    </message>
    <message>
      <source>ended early</source>
      <translation>도중에 끝남</translation>
    </message>
    <message>
      <source>exact</source>
      <translation>정확</translation>
    </message>
    <message>
      <source>fast</source>
      <translation>빠른</translation>
    </message>
    <message>
      <source>first token after {ms} ms</source>
      <translation>첫 토큰까지 {ms} ms</translation>
    </message>
    <message>
      <source>model's own {raw} · after samplers {final}</source>
      <translation>모델 확률 {raw} · 샘플러 뒤 {final}</translation>
    </message>
    <message>
      <source>rank {rank} · entropy {nats} nats</source>
      <translation>순위 {rank} · 엔트로피 {nats} nats</translation>
    </message>
    <message>
      <source>run {id}</source>
      <translation>실행 {id}</translation>
    </message>
    <message>
      <source>seed {seed}</source>
      <translation>시드 {seed}</translation>
    </message>
    <message>
      <source>seed {seed} (drawn)</source>
      <translation>시드 {seed} (뽑음)</translation>
    </message>
    <message>
      <source>stopped</source>
      <translation>멈춤</translation>
    </message>
    <message>
      <source>the model ended its text</source>
      <translation>모델이 글을 끝냄</translation>
    </message>
    <message>
      <source>the model's context is full</source>
      <translation>모델의 문맥이 가득 참</translation>
    </message>
    <message>
      <source>{name} · n-gram: {n} counts of up to {order} tokens, computed in {dtype}</source>
      <translation>{name} · n-그램: 최대 {order}토큰의 개수 {n}개, 계산 {dtype}</translation>
    </message>
    <message>
      <source>{name} · weights {stored}, computed in {dtype} · {profile} profile</source>
      <translation>{name} · 가중치 {stored}, 계산 {dtype} · {profile} 프로필</translation>
    </message>
    <message>
      <source>{n} of at most {total} tokens</source>
      <translation>최대 {total}개 중 토큰 {n}개</translation>
    </message>
    <message>
      <source>{n} tokens</source>
      <translation>토큰 {n}개</translation>
    </message>
    <message>
      <source>{rate} tokens/s</source>
      <translation>초당 토큰 {rate}개</translation>
    </message>
  </context>
  <context>
    <name>PointCloud</name>
    <message>
      <source>Arrows walk from point to point, Enter chooses, Ctrl+Enter adds, P pins a name; plus, minus and Home zoom.</source>
      <translation>화살표로 점에서 점으로 옮겨 가고, Enter로 고르고, Ctrl+Enter로 더하고, P로 이름을 고정합니다. +, −, Home으로 확대·축소합니다.</translation>
    </message>
    <message>
      <source>Map of points</source>
      <translation>점 지도</translation>
    </message>
  </context>
  <context>
    <name>Predicted</name>
    <message>
      <source>Ablate the predicted heads, one by one</source>
      <translation>예측된 헤드를 하나씩 제거</translation>
    </message>
    <message>
      <source>How many heads</source>
      <translation>헤드 수</translation>
    </message>
    <message>
      <source>How many of the heads that attribution names are tested</source>
      <translation>기여도가 알려 주는 헤드 가운데 몇 개를 시험할지 정합니다.</translation>
    </message>
    <message>
      <source>Predicted against measured effects</source>
      <translation>예측한 효과와 측정한 효과의 비교</translation>
    </message>
    <message>
      <source>measured change</source>
      <translation>측정한 변화</translation>
    </message>
    <message>
      <source>predicted change</source>
      <translation>예측한 변화</translation>
    </message>
  </context>
  <context>
    <name>PresetMenu</name>
    <message>
      <source>Own settings</source>
      <translation>직접 정한 설정</translation>
    </message>
    <message>
      <source>Preset: {name}</source>
      <translation>미리 정한 설정: {name}</translation>
    </message>
    <message>
      <source>Take the settings of another program.</source>
      <translation>다른 프로그램의 설정을 가져와요.</translation>
    </message>
  </context>
  <context>
    <name>ProbeCurve</name>
    <message>
      <source>Log-probability of the strings over the steps</source>
      <translation>단계별 문자열의 로그 확률</translation>
    </message>
    <message>
      <source>Step {number}</source>
      <translation>단계 {number}</translation>
    </message>
    <message>
      <source>computed again</source>
      <translation>다시 계산함</translation>
    </message>
    <message>
      <source>ln p, nats</source>
      <translation>ln p, nats</translation>
    </message>
    <message>
      <source>steps</source>
      <translation>단계</translation>
    </message>
    <message>
      <source>{text}: rank {rank}, {percent} ({nats} nats)</source>
      <translation>{text}: 순위 {rank}, {percent} ({nats} nats)</translation>
    </message>
  </context>
  <context>
    <name>ProbeModel</name>
    <message>
      <source> ({n} tokens)</source>
      <translation> (토큰 {n}개)</translation>
    </message>
    <message>
      <source>After samplers</source>
      <translation>샘플러 뒤</translation>
    </message>
    <message>
      <source>Model's own</source>
      <translation>모델 확률</translation>
    </message>
    <message>
      <source>Rank</source>
      <translation>순위</translation>
    </message>
    <message>
      <source>String</source>
      <translation>문자열</translation>
    </message>
    <message>
      <source>removed</source>
      <translation>제거됨</translation>
    </message>
  </context>
  <context>
    <name>ProbeTable</name>
    <message>
      <source>Strings at this step</source>
      <translation>이 단계의 문자열</translation>
    </message>
  </context>
  <context>
    <name>ProbeView</name>
    <message>
      <source>At step {number}</source>
      <translation>단계 {number}</translation>
    </message>
    <message>
      <source>For example:  Paris| Lyon| the</source>
      <translation>예:  Paris| Lyon| the</translation>
    </message>
    <message>
      <source>Reading the run again …</source>
      <translation>실행을 다시 읽는 중…</translation>
    </message>
    <message>
      <source>Strings to look for</source>
      <translation>찾아볼 문자열</translation>
    </message>
    <message>
      <source>Type strings, separated by |: each one's rank and probability at every step, also where it is not among the alternatives.</source>
      <translation>문자열을 |로 나눠 적으세요. 다른 후보에 없더라도 단계마다 순위와 확률을 보여 줘요.</translation>
    </message>
    <message>
      <source>of several tokens, the rank is the first one's</source>
      <translation>토큰이 여럿이면 순위는 첫 토큰의 것</translation>
    </message>
    <message>
      <source>{n} of {total} steps were computed again (○)</source>
      <translation>{total}단계 가운데 {n}단계를 다시 계산함 (○)</translation>
    </message>
  </context>
  <context>
    <name>ProductStrip</name>
    <message>
      <source>Dimension {i}: {value}</source>
      <translation>차원 {i}: {value}</translation>
    </message>
    <message>
      <source>Dimensions {i} and {j}: {value}</source>
      <translation>차원 {i}, {j}: {value}</translation>
    </message>
    <message>
      <source>The score by dimensions; arrows walk them</source>
      <translation>차원별 점수. 화살표 키로 옮겨 다닙니다</translation>
    </message>
    <message>
      <source>key</source>
      <translation>키</translation>
    </message>
    <message>
      <source>query</source>
      <translation>쿼리</translation>
    </message>
  </context>
  <context>
    <name>PromptWords</name>
    <message>
      <source>Ask for {n} tokens</source>
      <translation>{n}토큰만 요청</translation>
    </message>
    <message>
      <source>Keep the end of the text</source>
      <translation>글의 끝만 남기기</translation>
    </message>
    <message>
      <source>Remove the space</source>
      <translation>빈칸 지우기</translation>
    </message>
    <message>
      <source>Take it out</source>
      <translation>빼기</translation>
    </message>
    <message>
      <source>The prompt has {n} of the {n_ctx} tokens the model reads: of the {wanted} wanted, {room} fit behind it.</source>
      <translation>프롬프트가 모델이 읽는 {n_ctx}토큰 가운데 {n}토큰이에요. 원하는 {wanted}토큰 가운데 {room}토큰만 뒤에 들어가요.</translation>
    </message>
    <message>
      <source>The prompt has {n} tokens, and the model reads at most {n_ctx}: with nothing behind it, {excess} are too many.</source>
      <translation>프롬프트는 {n}토큰인데 모델은 {n_ctx}토큰까지만 읽어요. 뒤에 아무것도 없어도 {excess}토큰이 넘쳐요.</translation>
    </message>
    <message>
      <source>The text ends with a space, read as the token “{space}”: the next word must come without its own space, and “{word}” and {n} other words become impossible as one token.</source>
      <translation>글이 빈칸으로 끝나 토큰 “{space}”로 읽혀요. 다음 낱말은 제 빈칸 없이 와야 해서 “{word}” 등 낱말 {n}개가 더 한 토큰으로 나올 수 없어요.</translation>
    </message>
    <message>
      <source>This model was trained on conversations, but a finished sentence goes in raw, without its marks ({tokens}).</source>
      <translation>이 모델은 대화로 배웠는데, 끝난 문장이 표시({tokens}) 없이 그대로 들어가요.</translation>
    </message>
    <message>
      <source>Typed in the text: {tokens}. The model reads it as a special token, not as these letters.</source>
      <translation>글에 적힌 {tokens}: 모델은 글자가 아니라 특수 토큰으로 읽어요.</translation>
    </message>
    <message>
      <source>Use the chat template</source>
      <translation>채팅 템플릿 쓰기</translation>
    </message>
    <message>
      <source>“{text}” is no special token of this model: it is read as {n} ordinary tokens ({tokens}).</source>
      <translation>“{text}”: 이 모델의 특수 토큰이 아니라서 보통 토큰 {n}개로 읽혀요 ({tokens}).</translation>
    </message>
  </context>
  <context>
    <name>QualityView</name>
    <message>
      <source>Analogies</source>
      <translation>유추</translation>
    </message>
    <message>
      <source>Association</source>
      <translation>연상</translation>
    </message>
    <message>
      <source>Quality</source>
      <translation>품질</translation>
    </message>
    <message>
      <source>What is compared</source>
      <translation>비교하는 것</translation>
    </message>
    <message>
      <source>Word pairs</source>
      <translation>낱말 쌍</translation>
    </message>
  </context>
  <context>
    <name>RecipeDesk</name>
    <message>
      <source>Recipes…</source>
      <translation>레시피…</translation>
    </message>
    <message>
      <source>Tasks that are set up for you: translation, summaries, writing, questions, sentiment, classification.</source>
      <translation>바로 해 볼 수 있게 갖추어 둔 과제예요: 번역, 요약, 글쓰기, 질의응답, 감성, 분류.</translation>
    </message>
  </context>
  <context>
    <name>RecipeWords</name>
    <message>
      <source>A classifier that starts from nothing: no list of words can solve this task.</source>
      <translation>아무것도 모르는 데서 시작하는 분류기예요. 이 과제는 낱말 목록으로는 풀 수 없어요.</translation>
    </message>
    <message>
      <source>A model that can write learns a task: to say whether a review is good or bad.</source>
      <translation>글을 쓸 줄 아는 모델이 과제를 배워요. 후기가 좋은지 나쁜지 말하는 일이에요.</translation>
    </message>
    <message>
      <source>A model that writes, character by character. Drop a text of your own on the window to teach it that.</source>
      <translation>글자를 하나씩 쓰는 모델이에요. 내 글을 창에 끌어다 놓으면 그 글을 배워요.</translation>
    </message>
    <message>
      <source>An encoder learns to fill in hidden words from both sides, as BERT did.</source>
      <translation>인코더가 BERT처럼 양쪽을 보고 가려진 낱말을 채우는 법을 배워요.</translation>
    </message>
    <message>
      <source>An encoder-decoder learns to read number words in one language and to write them in the other.</source>
      <translation>인코더-디코더가 한 언어의 수 표현을 읽고 다른 언어로 쓰는 법을 배워요.</translation>
    </message>
    <message>
      <source>An encoder-decoder learns what was left out of a text, as T5 did.</source>
      <translation>인코더-디코더가 T5처럼 글에서 빠진 부분을 배워요.</translation>
    </message>
    <message>
      <source>Answers to questions: LoRA</source>
      <translation>질문에 답하기: LoRA</translation>
    </message>
    <message>
      <source>Answers to questions: all weights</source>
      <translation>질문에 답하기: 모든 가중치</translation>
    </message>
    <message>
      <source>Answers to questions: soft prompt</source>
      <translation>질문에 답하기: 소프트 프롬프트</translation>
    </message>
    <message>
      <source>Counts alone. Compare its loss with the fixed window and the Transformer on the same text.</source>
      <translation>세기만 해요. 같은 글을 배운 고정 창, 트랜스포머와 손실을 비교해 보세요.</translation>
    </message>
    <message>
      <source>Fixed window: embeddings and an MLP</source>
      <translation>고정 창: 임베딩과 MLP</translation>
    </message>
    <message>
      <source>It sees all of a row. Compare its loss with the n-gram and the fixed window on the same text.</source>
      <translation>한 행을 전부 봐요. 같은 글을 배운 N-gram, 고정 창과 손실을 비교해 보세요.</translation>
    </message>
    <message>
      <source>Letters of a Markov chain (known entropy)</source>
      <translation>마르코프 연쇄의 글자 (엔트로피를 아는 글)</translation>
    </message>
    <message>
      <source>N-gram: counts, no network</source>
      <translation>N-그램: 신경망 없이 세기만</translation>
    </message>
    <message>
      <source>Parts of speech of each word</source>
      <translation>낱말의 품사 맞히기</translation>
    </message>
    <message>
      <source>Sentiment of reviews, from scratch</source>
      <translation>후기 감성 분류: 처음부터</translation>
    </message>
    <message>
      <source>Sentiment of reviews: LoRA</source>
      <translation>후기 감성 분류: LoRA</translation>
    </message>
    <message>
      <source>Small encoder: hidden words</source>
      <translation>작은 인코더: 가려진 낱말</translation>
    </message>
    <message>
      <source>Small writer (a text of your own, or ours)</source>
      <translation>작은 글쓰기 모델 (내 글이나 앱의 글)</translation>
    </message>
    <message>
      <source>Spans of text (T5)</source>
      <translation>가려진 구간 채우기(T5)</translation>
    </message>
    <message>
      <source>Starter (masked), as shipped (long)</source>
      <translation>Starter (masked), 앱에 든 그대로 (오래 걸림)</translation>
    </message>
    <message>
      <source>Starter (numbers), as shipped (long)</source>
      <translation>Starter (numbers), 앱에 든 그대로 (오래 걸림)</translation>
    </message>
    <message>
      <source>Starter, as shipped (long)</source>
      <translation>Starter, 앱에 든 그대로 (오래 걸림)</translation>
    </message>
    <message>
      <source>The first neural language model (2003): it sees the last four tokens and no others.</source>
      <translation>첫 신경망 언어 모델(2003)이에요. 마지막 토큰 네 개만 봐요.</translation>
    </message>
    <message>
      <source>The least loss that is possible is known: see how close a model comes to it.</source>
      <translation>가능한 가장 작은 손실을 알고 있어요. 모델이 얼마나 가까이 가는지 보세요.</translation>
    </message>
    <message>
      <source>The part of speech of each word: what parsing begins with.</source>
      <translation>낱말마다의 품사예요. 구문 분석의 첫걸음이에요.</translation>
    </message>
    <message>
      <source>The same classes, from a model that has read before.</source>
      <translation>같은 부류를, 글을 읽어 본 모델에서 시작해 배워요.</translation>
    </message>
    <message>
      <source>The same task by twenty learned vectors before each text, and no weight of the model.</source>
      <translation>같은 과제를 글 앞에 놓인 벡터 20개로 배워요. 모델의 가중치는 하나도 바꾸지 않아요.</translation>
    </message>
    <message>
      <source>The same task with less than a tenth of the numbers trained; the model itself stays as it is.</source>
      <translation>같은 과제를 10분의 1도 안 되는 수만 학습해요. 모델은 그대로예요.</translation>
    </message>
    <message>
      <source>The small encoder that ships with this app, as it was made.</source>
      <translation>앱에 든 작은 인코더를 만든 방법 그대로예요.</translation>
    </message>
    <message>
      <source>The small model that ships with this app, as it was made.</source>
      <translation>앱에 든 작은 모델을 만든 방법 그대로예요.</translation>
    </message>
    <message>
      <source>The small translator of number words that ships with this app, as it was made.</source>
      <translation>앱에 든 작은 수 번역 모델을 만든 방법 그대로예요.</translation>
    </message>
    <message>
      <source>Transformer, beside n-gram and window</source>
      <translation>트랜스포머 (n-그램·고정 창과 견주기)</translation>
    </message>
    <message>
      <source>Translate number words</source>
      <translation>수 낱말 옮기기</translation>
    </message>
  </context>
  <context>
    <name>RecipesGallery</name>
    <message>
      <source>Examples</source>
      <translation>예시</translation>
    </message>
    <message>
      <source>Examples in the prompt</source>
      <translation>프롬프트에 넣을 예시</translation>
    </message>
    <message>
      <source>In Chat: sent as a message through the model's chat template.</source>
      <translation>대화 모드: 모델의 대화 템플릿을 거쳐 메시지로 보내요.</translation>
    </message>
    <message>
      <source>In Classify: the labels are compared behind the prompt; nothing is generated.</source>
      <translation>분류 모드: 프롬프트 뒤의 라벨을 비교해요. 아무것도 생성하지 않아요.</translation>
    </message>
    <message>
      <source>In Complete: the model continues the prompt.</source>
      <translation>이어 쓰기 모드: 모델이 프롬프트를 이어 써요.</translation>
    </message>
    <message>
      <source>In Translate: the model reads the prompt and writes its answer.</source>
      <translation>번역 모드: 모델이 프롬프트를 읽고 답을 써요.</translation>
    </message>
    <message>
      <source>No model that comes with the app manages this; a larger one of your own may.</source>
      <translation>앱에 딸린 모델로는 되지 않아요. 가지고 있는 더 큰 모델이라면 될 수도 있어요.</translation>
    </message>
    <message>
      <source>None</source>
      <translation>없음</translation>
    </message>
    <message>
      <source>One</source>
      <translation>하나</translation>
    </message>
    <message>
      <source>Open {model}</source>
      <translation>{model} 열기</translation>
    </message>
    <message>
      <source>Puts the prompt, the mode, the settings and the stop texts into the playground. Nothing runs yet.</source>
      <translation>프롬프트, 모드, 설정, 멈춤 글을 플레이그라운드에 넣어요. 아직 아무것도 실행하지 않아요.</translation>
    </message>
    <message>
      <source>Recipes</source>
      <translation>레시피</translation>
    </message>
    <message>
      <source>Set it up</source>
      <translation>이대로 준비하기</translation>
    </message>
    <message>
      <source>Suited to it: {models}.</source>
      <translation>알맞은 모델: {models}.</translation>
    </message>
    <message>
      <source>Suits the open model.</source>
      <translation>열린 모델에 알맞아요.</translation>
    </message>
    <message>
      <source>The prompt that results</source>
      <translation>만들어지는 프롬프트</translation>
    </message>
    <message>
      <source>What to expect: {limits}</source>
      <translation>알아 둘 점: {limits}</translation>
    </message>
    <message>
      <source>Your text</source>
      <translation>내 텍스트</translation>
    </message>
    <message>
      <source>{n} examples</source>
      <translation>예시 {n}개</translation>
    </message>
  </context>
  <context>
    <name>Reference</name>
    <message>
      <source>Mean and resample are taken from what each part found over a few ordinary sentences in English and Korean.</source>
      <translation>평균과 재표본은 각 부분이 평범한 영어·한국어 문장 몇 개에서 찾은 값에서 가져와요.</translation>
    </message>
    <message>
      <source>Mean and resample are taken from what each part found over {name}: {text}</source>
      <translation>평균과 재표본은 각 부분이 {name}에서 찾은 값에서 가져와요: {text}</translation>
    </message>
    <message>
      <source>Reference text</source>
      <translation>기준 텍스트</translation>
    </message>
    <message>
      <source>Reference text of my own</source>
      <translation>직접 쓴 기준 텍스트</translation>
    </message>
    <message>
      <source>Type or paste the text, Enter</source>
      <translation>텍스트를 쓰거나 붙여 넣고 Enter</translation>
    </message>
    <message>
      <source>a text of my own…</source>
      <translation>직접 쓴 텍스트…</translation>
    </message>
    <message>
      <source>the app's reference text</source>
      <translation>이 앱의 기준 텍스트</translation>
    </message>
    <message>
      <source>the text under study</source>
      <translation>살펴보는 텍스트</translation>
    </message>
  </context>
  <context>
    <name>References</name>
    <message>
      <source>A run of its own reads as much of the same data; it has no gradients, and ends soon.</source>
      <translation>같은 데이터를 같은 양만큼 읽는 별도의 실행입니다. 기울기가 없어 금방 끝납니다.</translation>
    </message>
    <message>
      <source>Another run</source>
      <translation>다른 실행</translation>
    </message>
    <message>
      <source>Entropy of the source (unknown for real text)</source>
      <translation>출처의 엔트로피 (실제 글은 알 수 없음)</translation>
    </message>
    <message>
      <source>Entropy of the source: the least loss there is</source>
      <translation>출처의 엔트로피: 가능한 가장 작은 손실</translation>
    </message>
    <message>
      <source>Hold against</source>
      <translation>견주기</translation>
    </message>
    <message>
      <source>Lines and runs to hold the curves against</source>
      <translation>곡선과 견줄 기준선과 실행</translation>
    </message>
    <message>
      <source>N-gram on the same data</source>
      <translation>같은 데이터의 n그램</translation>
    </message>
    <message>
      <source>None</source>
      <translation>없음</translation>
    </message>
    <message>
      <source>Run {id} · {name} · {summary}</source>
      <translation>실행 {id} · {name} · {summary}</translation>
    </message>
    <message>
      <source>The run it came from (run {id})</source>
      <translation>이어받은 실행 (실행 {id})</translation>
    </message>
    <message>
      <source>The run it came from, if it did</source>
      <translation>이어받은 실행이 있으면 그것</translation>
    </message>
    <message>
      <source>There is none yet: count one now</source>
      <translation>아직 없습니다. 지금 세기</translation>
    </message>
    <message>
      <source>always the most frequent: {share}</source>
      <translation>늘 가장 흔한 것: {share}</translation>
    </message>
    <message>
      <source>clipped to {norm}</source>
      <translation>{norm}에서 자름</translation>
    </message>
    <message>
      <source>entropy {value}</source>
      <translation>엔트로피 {value}</translation>
    </message>
    <message>
      <source>ln V: guessing all tokens evenly</source>
      <translation>ln V: 모든 토큰을 고르게 찍을 때</translation>
    </message>
    <message>
      <source>ln {n} = {value}</source>
      <translation>ln {n} = {value}</translation>
    </message>
    <message>
      <source>run {id}</source>
      <translation>실행 {id}</translation>
    </message>
    <message>
      <source>run {id} (other tokens)</source>
      <translation>실행 {id} (다른 토큰)</translation>
    </message>
    <message>
      <source>run {id}, validation</source>
      <translation>실행 {id}, 검증</translation>
    </message>
    <message>
      <source>{n}-gram {value} (run {id})</source>
      <translation>{n}그램 {value} (실행 {id})</translation>
    </message>
  </context>
  <context>
    <name>RenormaliseBox</name>
    <message>
      <source>Renormalise without sink</source>
      <translation>싱크를 빼고 다시 정규화</translation>
    </message>
    <message>
      <source>Takes the first token out and divides each row by what is left, so that it sums to 1 again.</source>
      <translation>첫 토큰을 빼고 행마다 남은 합으로 나누어, 합이 다시 1이 되게 합니다.</translation>
    </message>
  </context>
  <context>
    <name>Reopening</name>
    <message>
      <source>Choose a model</source>
      <translation>모델 고르기</translation>
    </message>
    <message>
      <source>Its sha256 begins with {now}, that of the picture with {then}. Numbers may differ.</source>
      <translation>sha256의 앞부분이 지금 파일은 {now}, 그림에 적힌 것은 {then}입니다. 수치가 다를 수 있어요.</translation>
    </message>
    <message>
      <source>The model of this picture, {model}, is not at its place: {name} has the same file.</source>
      <translation>이 그림의 모델({model})이 제자리에 없어, 파일이 같은 {name} 모델을 열었어요.</translation>
    </message>
    <message>
      <source>The text and the settings of this picture are back. What the model wrote is not kept on this computer.</source>
      <translation>이 그림의 텍스트와 설정을 되돌렸어요. 모델이 쓴 글은 이 컴퓨터에 저장되어 있지 않아요.</translation>
    </message>
    <message>
      <source>Try again</source>
      <translation>다시 시도</translation>
    </message>
    <message>
      <source>{model} is not the file that this picture was made with.</source>
      <translation>{model}: 이 그림을 만들 때의 모델 파일과 다릅니다.</translation>
    </message>
  </context>
  <context>
    <name>Replay</name>
    <message>
      <source>It may be because of {causes}.</source>
      <translation>까닭일 수 있는 것: {causes}.</translation>
    </message>
    <message>
      <source>Replay</source>
      <translation>다시 돌리기</translation>
    </message>
    <message>
      <source>Replay again</source>
      <translation>또 다시 돌리기</translation>
    </message>
    <message>
      <source>Replay generates it again with its seed and kernels, and compares every step.</source>
      <translation>다시 돌리기는 같은 시드와 커널로 한 번 더 써서 단계마다 견줘요.</translation>
    </message>
    <message>
      <source>Replaying: {n} steps, all the same so far.</source>
      <translation>다시 돌리는 중: {n}단계, 아직 모두 같아요.</translation>
    </message>
    <message>
      <source>Reproduced, {n} of {n} steps; log-probabilities differ by at most {largest} nats.</source>
      <translation>그대로 나왔어요: {n}단계 가운데 {n}단계. 로그 확률 차이는 많아야 {largest} nats예요.</translation>
    </message>
    <message>
      <source>Step {number} of {n} is the first that differs: now {token}, by {difference} nats.</source>
      <translation>{n}단계 가운데 {number}단계에서 처음 달라져요: 지금은 {token}, 차이 {difference} nats.</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>멈추기</translation>
    </message>
    <message>
      <source>The replay was stopped.</source>
      <translation>다시 돌리기를 멈췄어요.</translation>
    </message>
    <message>
      <source>They part after {n} steps: only one of them goes on.</source>
      <translation>{n}단계 뒤에 갈라져요. 하나만 더 이어져요.</translation>
    </message>
    <message>
      <source>another PyTorch</source>
      <translation>다른 PyTorch</translation>
    </message>
    <message>
      <source>another arithmetic</source>
      <translation>다른 계산 방식</translation>
    </message>
    <message>
      <source>another file under the model's name</source>
      <translation>모델 이름은 같지만 다른 파일</translation>
    </message>
    <message>
      <source>another number of threads</source>
      <translation>다른 스레드 수</translation>
    </message>
    <message>
      <source>another processor</source>
      <translation>다른 프로세서</translation>
    </message>
    <message>
      <source>another version of this program</source>
      <translation>이 프로그램의 다른 버전</translation>
    </message>
    <message>
      <source>its beginning, which was taken over from an earlier run</source>
      <translation>앞선 실행에서 이어받은 첫머리</translation>
    </message>
    <message>
      <source>nothing that is known</source>
      <translation>알려진 까닭 없음</translation>
    </message>
    <message>
      <source>other kernels</source>
      <translation>다른 커널</translation>
    </message>
    <message>
      <source>{name}: {then} → {now}</source>
      <translation>{name}: {then} → {now}</translation>
    </message>
  </context>
  <context>
    <name>RunCharts</name>
    <message>
      <source>A running mean; each value counts less as it grows older. The values themselves stay behind it.</source>
      <translation>오래된 값일수록 덜 반영하는 이동 평균입니다. 원래 값은 뒤에 그대로 보입니다.</translation>
    </message>
    <message>
      <source>All</source>
      <translation>전체</translation>
    </message>
    <message>
      <source>Along the axis</source>
      <translation>가로축</translation>
    </message>
    <message>
      <source>Logarithmic axis: the first steps have as much room as the last</source>
      <translation>로그 가로축: 처음 단계들도 마지막만큼 넓게 보입니다</translation>
    </message>
    <message>
      <source>Logarithmic values: by powers of ten</source>
      <translation>로그 세로축: 10의 거듭제곱으로</translation>
    </message>
    <message>
      <source>Show all steps (0, or a double click). Drag or turn the wheel over a plot to zoom.</source>
      <translation>모든 단계 보기 (0 키나 두 번 클릭). 그래프에서 끌거나 휠을 돌리면 확대됩니다.</translation>
    </message>
    <message>
      <source>Smoothing</source>
      <translation>평활</translation>
    </message>
    <message>
      <source>Steps</source>
      <translation>단계</translation>
    </message>
    <message>
      <source>Time</source>
      <translation>시간</translation>
    </message>
    <message>
      <source>Tokens</source>
      <translation>토큰</translation>
    </message>
    <message>
      <source>automatic</source>
      <translation>자동</translation>
    </message>
    <message>
      <source>log ↔</source>
      <translation>로그 ↔</translation>
    </message>
    <message>
      <source>log ↕</source>
      <translation>로그 ↕</translation>
    </message>
    <message>
      <source>none</source>
      <translation>없음</translation>
    </message>
    <message>
      <source>{n} steps</source>
      <translation>{n}단계</translation>
    </message>
  </context>
  <context>
    <name>RunDetails</name>
    <message>
      <source>Note</source>
      <translation>메모</translation>
    </message>
    <message>
      <source>Run {id}</source>
      <translation>실행 {id}</translation>
    </message>
    <message>
      <source>Run {id} · {model}</source>
      <translation>실행 {id} · {model}</translation>
    </message>
    <message>
      <source>Tags</source>
      <translation>태그</translation>
    </message>
    <message>
      <source>Tags, separated by spaces</source>
      <translation>태그, 빈칸으로 구분</translation>
    </message>
    <message>
      <source>Text and result of the run</source>
      <translation>실행의 텍스트와 결과</translation>
    </message>
    <message>
      <source>branched from run {id}</source>
      <translation>실행 {id}에서 갈라짐</translation>
    </message>
    <message>
      <source>changed in the model: {changes}</source>
      <translation>모델의 변경: {changes}</translation>
    </message>
    <message>
      <source>{nats} nats over {n} tokens · {per_character} nats per character · {bits} bits per byte</source>
      <translation>토큰 {n}개에 {nats}냇 · 글자당 {per_character}냇 · 바이트당 {bits}비트</translation>
    </message>
  </context>
  <context>
    <name>RunHead</name>
    <message>
      <source>Change</source>
      <translation>바꾸기</translation>
    </message>
    <message>
      <source>Change the learning rate or the interval of validations while it goes on</source>
      <translation>학습이 이어지는 동안 학습률이나 검증 간격을 바꿉니다</translation>
    </message>
    <message>
      <source>Change the run</source>
      <translation>실행 바꾸기</translation>
    </message>
    <message>
      <source>Checkpoint</source>
      <translation>체크포인트</translation>
    </message>
    <message>
      <source>Follow the newest</source>
      <translation>최신 체크포인트 따라가기</translation>
    </message>
    <message>
      <source>Fork</source>
      <translation>갈라 내기</translation>
    </message>
    <message>
      <source>Go on</source>
      <translation>계속</translation>
    </message>
    <message>
      <source>Go on from a checkpoint in another run, with other settings</source>
      <translation>체크포인트에서 다른 설정으로 새 실행을 이어 갑니다</translation>
    </message>
    <message>
      <source>Go on from the last checkpoint, in a new run</source>
      <translation>마지막 체크포인트에서 새 실행으로 이어 갑니다</translation>
    </message>
    <message>
      <source>Go on with the next step</source>
      <translation>다음 단계부터 계속합니다</translation>
    </message>
    <message>
      <source>Install the last checkpoint as a model of its own</source>
      <translation>마지막 체크포인트를 모델로 설치합니다</translation>
    </message>
    <message>
      <source>Interval of validations</source>
      <translation>검증 간격</translation>
    </message>
    <message>
      <source>Keep as…</source>
      <translation>이름 붙여 남기기…</translation>
    </message>
    <message>
      <source>Keep this model</source>
      <translation>이 모델 남기기</translation>
    </message>
    <message>
      <source>Learning rate</source>
      <translation>학습률</translation>
    </message>
    <message>
      <source>Learning rate from the next step on</source>
      <translation>다음 단계부터의 학습률</translation>
    </message>
    <message>
      <source>Learning rate…</source>
      <translation>학습률…</translation>
    </message>
    <message>
      <source>Look at its attention</source>
      <translation>어텐션 보기</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>이름</translation>
    </message>
    <message>
      <source>Open</source>
      <translation>열기</translation>
    </message>
    <message>
      <source>Pause</source>
      <translation>일시 정지</translation>
    </message>
    <message>
      <source>Resume</source>
      <translation>이어 가기</translation>
    </message>
    <message>
      <source>Step {step}</source>
      <translation>{step}단계</translation>
    </message>
    <message>
      <source>Steps done</source>
      <translation>마친 단계</translation>
    </message>
    <message>
      <source>Stop and keep</source>
      <translation>멈추고 남기기</translation>
    </message>
    <message>
      <source>Study a checkpoint of this run in all panels</source>
      <translation>이 실행의 체크포인트를 모든 패널에서 살펴봅니다</translation>
    </message>
    <message>
      <source>The newest checkpoint of run {id} is under study from now on, in all panels: they change as it learns.</source>
      <translation>이제부터 모든 패널에서 실행 {id}의 최신 체크포인트를 살펴봐요. 배우는 대로 함께 바뀌어요.</translation>
    </message>
    <message>
      <source>Validate every so many steps (0: only at the end)</source>
      <translation>몇 단계마다 검증할지 (0: 끝에만)</translation>
    </message>
    <message>
      <source>Validate every…</source>
      <translation>검증 간격…</translation>
    </message>
    <message>
      <source>Write a checkpoint after this step, and go on</source>
      <translation>이 단계 뒤에 체크포인트를 쓰고 계속합니다</translation>
    </message>
    <message>
      <source>Write a checkpoint and end the run; it can be resumed later</source>
      <translation>체크포인트를 쓰고 실행을 마칩니다. 나중에 이어 갈 수 있습니다</translation>
    </message>
    <message>
      <source>Write a checkpoint and wait: the other panels can look at the model meanwhile</source>
      <translation>체크포인트를 쓰고 기다립니다. 그동안 다른 패널에서 모델을 볼 수 있습니다</translation>
    </message>
    <message>
      <source>a number from {least} to {most}</source>
      <translation>{least}~{most} 사이의 수</translation>
    </message>
    <message>
      <source>{model} is under study now, in all panels.</source>
      <translation>이제 모든 패널이 이 체크포인트를 보여 줘요: {model}</translation>
    </message>
  </context>
  <context>
    <name>RunPages</name>
    <message>
      <source>Beneath the curves</source>
      <translation>곡선 아래</translation>
    </message>
    <message>
      <source>Nothing happened yet.</source>
      <translation>아직 아무 일도 없었습니다.</translation>
    </message>
    <message>
      <source>Step</source>
      <translation>단계</translation>
    </message>
    <message>
      <source>What happened</source>
      <translation>있었던 일</translation>
    </message>
  </context>
  <context>
    <name>RunView</name>
    <message>
      <source>Count one</source>
      <translation>세기</translation>
    </message>
    <message>
      <source>Look at the batch</source>
      <translation>배치 보기</translation>
    </message>
    <message>
      <source>No n-gram has been counted on these data yet. To count one takes seconds to minutes, in a run of its own.</source>
      <translation>이 자료로 센 n-gram이 아직 없어요. 따로 실행해서 세는 데 몇 초에서 몇 분이 걸려요.</translation>
    </message>
    <message>
      <source>Run</source>
      <translation>실행</translation>
    </message>
    <message>
      <source>Try again now</source>
      <translation>지금 다시 시도</translation>
    </message>
  </context>
  <context>
    <name>RunWords</name>
    <message>
      <source>A checkpoint was asked for</source>
      <translation>체크포인트를 요청함</translation>
    </message>
    <message>
      <source>Accuracy</source>
      <translation>정확도</translation>
    </message>
    <message>
      <source>Alarm</source>
      <translation>경보</translation>
    </message>
    <message>
      <source>Alarm: loss or gradient is not finite</source>
      <translation>경보: 손실이나 기울기가 유한하지 않음</translation>
    </message>
    <message>
      <source>Alarm: loss {loss}, usually {usual}</source>
      <translation>경보: 손실 {loss}, 평소 {usual}</translation>
    </message>
    <message>
      <source>Another program has locked {path}, so this run can't be followed here. Then the run goes on by itself.</source>
      <translation>다른 프로그램이 {path} 파일을 잠가서 지금은 이 실행을 따라갈 수 없어요. 잠금이 풀리면 실행은 저절로 이어가요.</translation>
    </message>
    <message>
      <source>Checkpoint, {size}</source>
      <translation>체크포인트, {size}</translation>
    </message>
    <message>
      <source>Gradient</source>
      <translation>기울기</translation>
    </message>
    <message>
      <source>Gradient norm</source>
      <translation>기울기 노름</translation>
    </message>
    <message>
      <source>How often the most probable token or class is the right one.</source>
      <translation>가장 확률 높은 토큰이나 부류가 정답인 비율입니다.</translation>
    </message>
    <message>
      <source>It has made no step.</source>
      <translation>한 단계도 진행하지 않았습니다.</translation>
    </message>
    <message>
      <source>Learning rate</source>
      <translation>학습률</translation>
    </message>
    <message>
      <source>Learning rate set to {rate}</source>
      <translation>학습률을 {rate}(으)로 바꿈</translation>
    </message>
    <message>
      <source>Loss</source>
      <translation>손실</translation>
    </message>
    <message>
      <source>MB</source>
      <translation>MB</translation>
    </message>
    <message>
      <source>Memory</source>
      <translation>메모리</translation>
    </message>
    <message>
      <source>Memory, MB</source>
      <translation>메모리, MB</translation>
    </message>
    <message>
      <source>No step was made of this batch.</source>
      <translation>이 배치로는 학습하지 않았습니다.</translation>
    </message>
    <message>
      <source>Nothing was written yet.</source>
      <translation>아직 쓴 글이 없습니다.</translation>
    </message>
    <message>
      <source>Of the process that trains.</source>
      <translation>학습하는 프로세스의 메모리입니다.</translation>
    </message>
    <message>
      <source>Parameter norm</source>
      <translation>파라미터 노름</translation>
    </message>
    <message>
      <source>Parameters</source>
      <translation>파라미터</translation>
    </message>
    <message>
      <source>Paused</source>
      <translation>일시 정지함</translation>
    </message>
    <message>
      <source>Pinned texts</source>
      <translation>지켜볼 글</translation>
    </message>
    <message>
      <source>Run {id} goes on from here</source>
      <translation>실행 {id}: 여기서 갈라짐</translation>
    </message>
    <message>
      <source>Run {id} · {status} · {name}</source>
      <translation>실행 {id} · {status} · {name}</translation>
    </message>
    <message>
      <source>Samples</source>
      <translation>쓴 글</translation>
    </message>
    <message>
      <source>Soft prompt</source>
      <translation>소프트 프롬프트</translation>
    </message>
    <message>
      <source>Speed</source>
      <translation>속도</translation>
    </message>
    <message>
      <source>Step {step}: loss {loss}, length of the gradient {norm}; both must be finite.</source>
      <translation>{step}단계: 손실 {loss}, 기울기의 길이 {norm}. 둘 다 유한해야 합니다.</translation>
    </message>
    <message>
      <source>Step {step}: loss {loss}, usually {usual}; a spike is above {limit}.</source>
      <translation>{step}단계: 손실 {loss}, 평소 {usual}, 급등 기준 {limit}.</translation>
    </message>
    <message>
      <source>Stopped, and kept</source>
      <translation>멈추고 보관함</translation>
    </message>
    <message>
      <source>The length of all trained parameters taken as one vector.</source>
      <translation>학습하는 모든 파라미터를 한 벡터로 본 길이입니다.</translation>
    </message>
    <message>
      <source>The length of the gradient over all trained parameters, before it is clipped.</source>
      <translation>학습하는 모든 파라미터에 대한 기울기의 길이로, 자르기 전 값입니다.</translation>
    </message>
    <message>
      <source>The run waits; no step was made of this batch.</source>
      <translation>실행이 기다리고 있습니다. 이 배치로는 학습하지 않았습니다.</translation>
    </message>
    <message>
      <source>The run was ended; its last state was kept.</source>
      <translation>실행을 마쳤고 마지막 상태를 보관했습니다.</translation>
    </message>
    <message>
      <source>The run went on, as it was told to.</source>
      <translation>설정대로 계속했습니다.</translation>
    </message>
    <message>
      <source>This run has no prompts, so nothing is written.</source>
      <translation>이 실행에는 프롬프트가 없어 글을 쓰지 않습니다.</translation>
    </message>
    <message>
      <source>Tokens read a second, over the last steps.</source>
      <translation>최근 단계들에서 1초에 읽은 토큰 수입니다.</translation>
    </message>
    <message>
      <source>Tokens/s</source>
      <translation>토큰/초</translation>
    </message>
    <message>
      <source>Training: of each step's own batch, before the step. Validation: of rows held out, always the same.</source>
      <translation>학습: 단계마다 자기 배치에서, 단계를 밟기 전의 손실. 검증: 따로 둔, 늘 같은 행들의 손실.</translation>
    </message>
    <message>
      <source>Validated every {n} steps from here</source>
      <translation>여기부터 {n}단계마다 검증</translation>
    </message>
    <message>
      <source>Waiting for the first step…</source>
      <translation>첫 단계를 기다리는 중…</translation>
    </message>
    <message>
      <source>Went back to the weights of step {n}</source>
      <translation>{n}단계의 가중치로 되돌아감</translation>
    </message>
    <message>
      <source>Went on</source>
      <translation>계속함</translation>
    </message>
    <message>
      <source>Went on after the trouble; it had waited {time}</source>
      <translation>문제가 풀려 계속함. {time} 동안 기다림</translation>
    </message>
    <message>
      <source>What each step multiplies its direction by: the schedule, and what was told since.</source>
      <translation>단계마다 방향에 곱하는 값입니다. 일정과 그 뒤의 지시를 따릅니다.</translation>
    </message>
    <message>
      <source>What happened</source>
      <translation>있었던 일</translation>
    </message>
    <message>
      <source>about {time} left</source>
      <translation>남은 시간 약 {time}</translation>
    </message>
    <message>
      <source>best validation {loss} at step {step}</source>
      <translation>가장 좋은 검증 {loss} ({step}단계)</translation>
    </message>
    <message>
      <source>going back…</source>
      <translation>되돌리는 중…</translation>
    </message>
    <message>
      <source>going on…</source>
      <translation>계속하는 중…</translation>
    </message>
    <message>
      <source>nats per token</source>
      <translation>토큰당 nat</translation>
    </message>
    <message>
      <source>of the validation, of 1</source>
      <translation>검증에서, 1 가운데</translation>
    </message>
    <message>
      <source>paused</source>
      <translation>일시 정지됨</translation>
    </message>
    <message>
      <source>pausing after this step…</source>
      <translation>이 단계 뒤에 일시 정지…</translation>
    </message>
    <message>
      <source>step {step} of {total}</source>
      <translation>{total}단계 중 {step}</translation>
    </message>
    <message>
      <source>stopping after this step…</source>
      <translation>이 단계 뒤에 멈춤…</translation>
    </message>
    <message>
      <source>tokens/s</source>
      <translation>토큰/초</translation>
    </message>
    <message>
      <source>told, after this step…</source>
      <translation>지시함, 이 단계 뒤에…</translation>
    </message>
    <message>
      <source>trained for {time}</source>
      <translation>학습 시간 {time}</translation>
    </message>
    <message>
      <source>training</source>
      <translation>학습</translation>
    </message>
    <message>
      <source>validation</source>
      <translation>검증</translation>
    </message>
    <message>
      <source>waits after an alarm</source>
      <translation>경보 뒤 대기 중</translation>
    </message>
    <message>
      <source>waits, and tries again</source>
      <translation>기다리며 다시 시도 중</translation>
    </message>
    <message>
      <source>writing a checkpoint…</source>
      <translation>체크포인트를 쓰는 중…</translation>
    </message>
  </context>
  <context>
    <name>RunsModel</name>
    <message>
      <source>Attention</source>
      <translation>어텐션</translation>
    </message>
    <message>
      <source>Beam search</source>
      <translation>빔 탐색</translation>
    </message>
    <message>
      <source>Begun</source>
      <translation>시작</translation>
    </message>
    <message>
      <source>Bias</source>
      <translation>편향</translation>
    </message>
    <message>
      <source>Classification</source>
      <translation>분류</translation>
    </message>
    <message>
      <source>Continuation</source>
      <translation>이어 쓴 글</translation>
    </message>
    <message>
      <source>Filled masks</source>
      <translation>빈칸 채우기</translation>
    </message>
    <message>
      <source>Grid of prompts</source>
      <translation>프롬프트 그리드</translation>
    </message>
    <message>
      <source>Kind</source>
      <translation>종류</translation>
    </message>
    <message>
      <source>Model</source>
      <translation>모델</translation>
    </message>
    <message>
      <source>Note</source>
      <translation>메모</translation>
    </message>
    <message>
      <source>Patch</source>
      <translation>패치</translation>
    </message>
    <message>
      <source>Run</source>
      <translation>실행</translation>
    </message>
    <message>
      <source>Score</source>
      <translation>점수</translation>
    </message>
    <message>
      <source>Status</source>
      <translation>상태</translation>
    </message>
    <message>
      <source>Tags</source>
      <translation>태그</translation>
    </message>
    <message>
      <source>Text and result</source>
      <translation>텍스트와 결과</translation>
    </message>
    <message>
      <source>This model is not on this computer now. The run can still be read.</source>
      <translation>이 모델은 지금 이 컴퓨터에 없습니다. 실행은 그대로 읽을 수 있습니다.</translation>
    </message>
    <message>
      <source>Tokenizer</source>
      <translation>토크나이저</translation>
    </message>
    <message>
      <source>Tokens</source>
      <translation>토큰</translation>
    </message>
    <message>
      <source>Training</source>
      <translation>학습</translation>
    </message>
    <message>
      <source>cancelled</source>
      <translation>취소됨</translation>
    </message>
    <message>
      <source>done</source>
      <translation>완료</translation>
    </message>
    <message>
      <source>failed</source>
      <translation>실패</translation>
    </message>
    <message>
      <source>interrupted</source>
      <translation>끊김</translation>
    </message>
    <message>
      <source>running</source>
      <translation>진행 중</translation>
    </message>
    <message>
      <source>waits</source>
      <translation>기다림</translation>
    </message>
    <message>
      <source>{model} (gone)</source>
      <translation>{model} (없음)</translation>
    </message>
  </context>
  <context>
    <name>RunsPanel</name>
    <message>
      <source>1 run</source>
      <translation>실행 1개</translation>
    </message>
    <message>
      <source>All kinds</source>
      <translation>모든 종류</translation>
    </message>
    <message>
      <source>Choose columns</source>
      <translation>열 고르기</translation>
    </message>
    <message>
      <source>Columns</source>
      <translation>열</translation>
    </message>
    <message>
      <source>Delete</source>
      <translation>삭제</translation>
    </message>
    <message>
      <source>Each text you look at for a moment, and each continuation, is kept here and can be opened again.</source>
      <translation>잠시 살펴본 텍스트와 이어 쓴 글이 모두 여기에 남으며, 언제든 다시 열 수 있습니다.</translation>
    </message>
    <message>
      <source>Kind of run</source>
      <translation>실행 종류</translation>
    </message>
    <message>
      <source>No run matches</source>
      <translation>맞는 실행이 없습니다</translation>
    </message>
    <message>
      <source>Nothing was done yet</source>
      <translation>아직 실행이 없습니다</translation>
    </message>
    <message>
      <source>Open</source>
      <translation>열기</translation>
    </message>
    <message>
      <source>Run {id} was deleted.</source>
      <translation>실행 {id} 삭제됨</translation>
    </message>
    <message>
      <source>Runs</source>
      <translation>실행</translation>
    </message>
    <message>
      <source>Saved {name}.</source>
      <translation>저장했습니다: {name}</translation>
    </message>
    <message>
      <source>Saving: {done} of {total} runs</source>
      <translation>저장하는 중: 실행 {total}개 중 {done}개</translation>
    </message>
    <message>
      <source>Search finds texts, models, tags and notes.</source>
      <translation>텍스트, 모델, 태그, 메모에서 찾습니다.</translation>
    </message>
    <message>
      <source>Search runs</source>
      <translation>실행 찾기</translation>
    </message>
    <message>
      <source>Search texts, models, tags, notes</source>
      <translation>텍스트, 모델, 태그, 메모 찾기</translation>
    </message>
    <message>
      <source>Select a run to see what it was. Enter opens it.</source>
      <translation>실행을 고르면 내용을 볼 수 있습니다. Enter로 엽니다.</translation>
    </message>
    <message>
      <source>Show all runs</source>
      <translation>모든 실행 보기</translation>
    </message>
    <message>
      <source>The data were copied.</source>
      <translation>데이터를 복사했습니다.</translation>
    </message>
    <message>
      <source>Try again</source>
      <translation>다시 시도</translation>
    </message>
    <message>
      <source>Undo</source>
      <translation>되돌리기</translation>
    </message>
    <message>
      <source>{n} runs</source>
      <translation>실행 {n}개</translation>
    </message>
    <message>
      <source>{n} runs are selected.</source>
      <translation>실행 {n}개를 골랐습니다.</translation>
    </message>
    <message>
      <source>{n} runs were deleted.</source>
      <translation>실행 {n}개를 삭제했습니다.</translation>
    </message>
  </context>
  <context>
    <name>SampleHistory</name>
    <message>
      <source>All prompts</source>
      <translation>모든 프롬프트</translation>
    </message>
    <message>
      <source>Prompt</source>
      <translation>입력</translation>
    </message>
    <message>
      <source>Samples</source>
      <translation>쓴 글</translation>
    </message>
    <message>
      <source>Step</source>
      <translation>단계</translation>
    </message>
    <message>
      <source>What the model made of {prompt} at step {step}</source>
      <translation>{step}단계에서 {prompt}에 대해 모델이 쓴 글</translation>
    </message>
    <message>
      <source>What the model makes of it</source>
      <translation>모델의 결과</translation>
    </message>
  </context>
  <context>
    <name>SamplerControls</name>
    <message>
      <source>Above 1 flattens the distribution, below 1 sharpens it. Off: the most probable token is taken.</source>
      <translation>1보다 크면 분포가 평평해지고 작으면 뾰족해집니다. 끄면 가장 확률이 높은 토큰을 택합니다.</translation>
    </message>
    <message>
      <source>At most so many tokens are added.</source>
      <translation>최대 이만큼의 토큰을 더합니다.</translation>
    </message>
    <message>
      <source>End when one of these texts appears. Separate several with |; \n is a line feed.</source>
      <translation>이 가운데 하나가 나타나면 끝냅니다. 여럿은 |로 나누고, \n은 줄 바꿈입니다.</translation>
    </message>
    <message>
      <source>New tokens</source>
      <translation>새 토큰</translation>
    </message>
    <message>
      <source>Seed</source>
      <translation>시드</translation>
    </message>
    <message>
      <source>Stop at</source>
      <translation>멈춤 글</translation>
    </message>
    <message>
      <source>Temperature</source>
      <translation>온도</translation>
    </message>
    <message>
      <source>The same seed with the same settings gives the same text. Empty: one is drawn and shown.</source>
      <translation>시드와 설정이 같으면 글도 같습니다. 비워 두면 하나를 뽑아 보여 줍니다.</translation>
    </message>
    <message>
      <source>drawn</source>
      <translation>뽑음</translation>
    </message>
    <message>
      <source>drawn: {seed}</source>
      <translation>뽑음: {seed}</translation>
    </message>
    <message>
      <source>off</source>
      <translation>끔</translation>
    </message>
    <message>
      <source>off (greedy)</source>
      <translation>끔 (탐욕)</translation>
    </message>
  </context>
  <context>
    <name>SamplersView</name>
    <message>
      <source>Back to the run's settings</source>
      <translation>실행의 설정으로 되돌리기</translation>
    </message>
    <message>
      <source>Between the model's distribution and the draw, these stages are applied from top to bottom.</source>
      <translation>모델의 분포와 뽑기 사이에서 이 단계들이 위에서 아래로 적용돼요.</translation>
    </message>
    <message>
      <source>Go on from there</source>
      <translation>거기서 이어 쓰기</translation>
    </message>
    <message>
      <source>Takes the other token and lets the model go on from it, with these settings. The first run stays.</source>
      <translation>다른 토큰을 골라 이 설정으로 이어 써요. 처음 실행은 그대로 남아요.</translation>
    </message>
    <message>
      <source>This token was not drawn: you chose it. Below is what the sampler would have done.</source>
      <translation>이 토큰은 뽑은 것이 아니라 직접 고른 거예요. 아래는 샘플러가 했을 일이에요.</translation>
    </message>
  </context>
  <context>
    <name>ScoreModel</name>
    <message>
      <source>#</source>
      <translation>#</translation>
    </message>
    <message>
      <source>Entropy, nats</source>
      <translation>엔트로피, nats</translation>
    </message>
    <message>
      <source>Id</source>
      <translation>id</translation>
    </message>
    <message>
      <source>Rank</source>
      <translation>순위</translation>
    </message>
    <message>
      <source>Token</source>
      <translation>토큰</translation>
    </message>
    <message>
      <source>ln p, nats</source>
      <translation>ln p, nats</translation>
    </message>
    <message>
      <source>p</source>
      <translation>p</translation>
    </message>
  </context>
  <context>
    <name>ScoreTable</name>
    <message>
      <source>Table of the scored tokens</source>
      <translation>토큰별 점수 표</translation>
    </message>
  </context>
  <context>
    <name>ScoreWords</name>
    <message>
      <source>Each token given those before it. Nothing stands before the first, so it has no probability (—) and is not counted; a beginning-of-sequence token would give it one.</source>
      <translation>토큰마다 그 앞의 토큰들을 보고 매긴 확률이에요. 첫 토큰 앞에는 아무것도 없어서 확률이 없고(—) 세지 않아요. 시작 토큰(BOS)을 앞에 두면 첫 토큰에도 확률이 생겨요.</translation>
    </message>
    <message>
      <source>Each token given those before it. The first one is given and has no probability (—).</source>
      <translation>토큰마다 그 앞의 토큰들을 보고 매긴 확률이에요. 첫 토큰은 주어진 것이라 확률이 없어요(—).</translation>
    </message>
    <message>
      <source>Pseudo-log-likelihood (arXiv 1910.14659): {model} sees both sides, so each token was masked in turn and expected from all others. Their sum is no probability of the text; don't compare it with a decoder's. Special tokens have none (—).</source>
      <translation>유사 로그 가능도(arXiv 1910.14659): {model} 모델은 양쪽을 다 보므로, 토큰을 하나씩 가리고 나머지 모두를 보고 맞히게 했어요. 그 합은 글의 확률이 아니니 디코더의 값과 비교하지 마세요. 특수 토큰에는 값이 없어요(—).</translation>
    </message>
    <message>
      <source>The template's tokens are counted, too; the text's own: {nats} nats over {tokens} tokens.</source>
      <translation>템플릿의 토큰도 함께 세었어요. 글 자체는 토큰 {tokens}개에 {nats} nats예요.</translation>
    </message>
    <message>
      <source>Unknown tokens: {n}; their numbers are those of the unknown token, not of what stands there.</source>
      <translation>모르는 토큰 {n}개: 그 값은 거기 있는 글자가 아니라 ‘모름’ 토큰의 값이에요.</translation>
    </message>
    <message>
      <source>ln p {logprob} · p {share} · rank {rank} · entropy {entropy} nats</source>
      <translation>ln p {logprob} · p {share} · 순위 {rank} · 엔트로피 {entropy} nats</translation>
    </message>
    <message>
      <source>no probability (—)</source>
      <translation>확률 없음(—)</translation>
    </message>
    <message>
      <source>over {tokens} tokens, {characters} characters in NFC</source>
      <translation>토큰 {tokens}개, NFC로 {characters}자</translation>
    </message>
    <message>
      <source>perplexity</source>
      <translation>퍼플렉서티</translation>
    </message>
    <message>
      <source>pseudo-perplexity</source>
      <translation>유사 퍼플렉서티</translation>
    </message>
    <message>
      <source>{name} {perplexity} · {bits} bits per byte: compare within one tokenizer only</source>
      <translation>{name} {perplexity} · 바이트당 {bits}비트: 같은 토크나이저끼리만 비교하세요</translation>
    </message>
    <message>
      <source>{nats} nats · {per_character} nats per character</source>
      <translation>{nats} nats · 글자당 {per_character} nats</translation>
    </message>
  </context>
  <context>
    <name>SentencesModel</name>
    <message>
      <source>Click, or press A, B, C or D: which sense the word has here. – is none, and is left out of the curves.</source>
      <translation>누르거나 A, B, C, D 키로 이 문장에서의 뜻을 정합니다. –는 없음이며 곡선에서 빠집니다.</translation>
    </message>
    <message>
      <source>Sense</source>
      <translation>뜻</translation>
    </message>
    <message>
      <source>Sentence</source>
      <translation>문장</translation>
    </message>
    <message>
      <source>The word does not stand here by itself.</source>
      <translation>이 문장에는 이 낱말이 홀로 서 있지 않습니다.</translation>
    </message>
  </context>
  <context>
    <name>SetUpView</name>
    <message>
      <source>A fork of run {id}: weights, moments and the order of the data go on from step {step}, with these settings.</source>
      <translation>실행 {id}의 갈래예요. 가중치, 모멘트, 데이터 순서가 {step}단계에서 이 설정으로 이어져요.</translation>
    </message>
    <message>
      <source>A recipe to open</source>
      <translation>열 레시피</translation>
    </message>
    <message>
      <source>Begin anew instead</source>
      <translation>대신 새로 시작</translation>
    </message>
    <message>
      <source>Checks</source>
      <translation>점검</translation>
    </message>
    <message>
      <source>Data</source>
      <translation>데이터</translation>
    </message>
    <message>
      <source>Memory</source>
      <translation>메모리</translation>
    </message>
    <message>
      <source>Model</source>
      <translation>모델</translation>
    </message>
    <message>
      <source>Open a recipe…</source>
      <translation>레시피 열기…</translation>
    </message>
    <message>
      <source>Open or save a recipe</source>
      <translation>레시피 열기 또는 저장</translation>
    </message>
    <message>
      <source>Recipe</source>
      <translation>레시피</translation>
    </message>
    <message>
      <source>Recipes (*.toml)</source>
      <translation>레시피 (*.toml)</translation>
    </message>
    <message>
      <source>Save as a recipe…</source>
      <translation>레시피로 저장…</translation>
    </message>
    <message>
      <source>Saved as {path}.</source>
      <translation>{path}에 저장했어요.</translation>
    </message>
    <message>
      <source>Schedule</source>
      <translation>일정</translation>
    </message>
    <message>
      <source>Set up</source>
      <translation>준비</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>설정</translation>
    </message>
    <message>
      <source>Start</source>
      <translation>시작</translation>
    </message>
    <message>
      <source>Steps</source>
      <translation>단계</translation>
    </message>
    <message>
      <source>The training begins in a process of its own; it goes on when this window is closed.</source>
      <translation>학습은 따로 떨어진 프로세스에서 시작됩니다. 이 창을 닫아도 계속됩니다.</translation>
    </message>
    <message>
      <source>Try again</source>
      <translation>다시 시도</translation>
    </message>
    <message>
      <source>What it will take</source>
      <translation>얼마나 들까요</translation>
    </message>
    <message>
      <source>Where the recipe is saved</source>
      <translation>레시피를 저장할 곳</translation>
    </message>
    <message>
      <source>a multiple of {n}</source>
      <translation>{n}의 배수</translation>
    </message>
    <message>
      <source>at most {n}, as many as there are steps</source>
      <translation>단계 수인 {n} 이하</translation>
    </message>
    <message>
      <source>more than {step}, where the fork begins</source>
      <translation>갈래가 시작되는 {step}보다 큰 값</translation>
    </message>
    <message>
      <source>{n} changed</source>
      <translation>{n}개 바뀜</translation>
    </message>
  </context>
  <context>
    <name>SettingNames</name>
    <message>
      <source>A checkpoint whenever a validation is the best so far</source>
      <translation>검증이 지금까지 가장 좋을 때마다 체크포인트</translation>
    </message>
    <message>
      <source>A document is</source>
      <translation>문서 단위</translation>
    </message>
    <message>
      <source>A loss that spikes, or is no number</source>
      <translation>손실이 튀거나 수가 아닐 때</translation>
    </message>
    <message>
      <source>A spike is</source>
      <translation>튐의 기준</translation>
    </message>
    <message>
      <source>Alpha</source>
      <translation>알파</translation>
    </message>
    <message>
      <source>Another one: other first weights, another order</source>
      <translation>다른 시드: 다른 첫 가중치, 다른 순서</translation>
    </message>
    <message>
      <source>Around answers</source>
      <translation>답의 틀</translation>
    </message>
    <message>
      <source>At an alarm</source>
      <translation>경보가 나면</translation>
    </message>
    <message>
      <source>Begun as</source>
      <translation>시작 글</translation>
    </message>
    <message>
      <source>Blocks; of an encoder-decoder, in each half</source>
      <translation>블록 수. 인코더-디코더는 절반마다</translation>
    </message>
    <message>
      <source>Checkpoint every</source>
      <translation>체크포인트 간격</translation>
    </message>
    <message>
      <source>Clip gradients</source>
      <translation>기울기 자르기</translation>
    </message>
    <message>
      <source>Computed on</source>
      <translation>계산 장치</translation>
    </message>
    <message>
      <source>Context (n_ctx)</source>
      <translation>문맥 (n_ctx)</translation>
    </message>
    <message>
      <source>Down to</source>
      <translation>마지막 비율</translation>
    </message>
    <message>
      <source>Draws matrices towards 0 (AdamW)</source>
      <translation>행렬을 0 쪽으로 당김 (AdamW)</translation>
    </message>
    <message>
      <source>Dropout</source>
      <translation>드롭아웃</translation>
    </message>
    <message>
      <source>Embedding</source>
      <translation>임베딩</translation>
    </message>
    <message>
      <source>Falls over</source>
      <translation>떨어지는 구간</translation>
    </message>
    <message>
      <source>Heads</source>
      <translation>헤드</translation>
    </message>
    <message>
      <source>Held-out rows that are read, always the same</source>
      <translation>읽는 검증용 행 수, 늘 같은 행</translation>
    </message>
    <message>
      <source>Hidden (d_mlp)</source>
      <translation>은닉 (d_mlp)</translation>
    </message>
    <message>
      <source>How far a step goes, at its peak</source>
      <translation>한 단계에 움직이는 크기의 최댓값</translation>
    </message>
    <message>
      <source>How long its square is remembered</source>
      <translation>기울기 제곱을 기억하는 정도</translation>
    </message>
    <message>
      <source>How long the mean gradient is remembered</source>
      <translation>평균 기울기를 기억하는 정도</translation>
    </message>
    <message>
      <source>How often the weights are moved</source>
      <translation>가중치를 움직이는 횟수</translation>
    </message>
    <message>
      <source>How the rate goes on after the warm-up</source>
      <translation>워밍업 뒤 학습률의 모양</translation>
    </message>
    <message>
      <source>In each layer</source>
      <translation>레이어마다</translation>
    </message>
    <message>
      <source>It was {value}. Take the change back.</source>
      <translation>원래 {value}. 되돌리기</translation>
    </message>
    <message>
      <source>Keep the best</source>
      <translation>가장 좋은 것 남기기</translation>
    </message>
    <message>
      <source>Keeps less for the gradients: less memory, more time</source>
      <translation>기울기를 위해 덜 남김: 메모리는 적게, 시간은 더</translation>
    </message>
    <message>
      <source>Key-value heads</source>
      <translation>키-값 헤드</translation>
    </message>
    <message>
      <source>Layers</source>
      <translation>레이어</translation>
    </message>
    <message>
      <source>Learning rate</source>
      <translation>학습률</translation>
    </message>
    <message>
      <source>Longest gradient; 0: as it is</source>
      <translation>기울기의 최대 길이. 0: 그대로</translation>
    </message>
    <message>
      <source>Longest row</source>
      <translation>가장 긴 행</translation>
    </message>
    <message>
      <source>More are faster and take more memory</source>
      <translation>많을수록 빠르고 메모리를 더 써요</translation>
    </message>
    <message>
      <source>Numbers a token is; a multiple of twice the heads</source>
      <translation>토큰 하나를 나타내는 수의 개수. 헤드 수의 두 배의 배수</translation>
    </message>
    <message>
      <source>Numbers within the MLP</source>
      <translation>MLP 안의 수의 개수</translation>
    </message>
    <message>
      <source>Of text files; automatic: a line of a file, a file of a folder</source>
      <translation>텍스트 파일의 문서. 자동: 파일은 줄마다, 폴더는 파일마다</translation>
    </message>
    <message>
      <source>One a line: their loss is followed token by token at every validation. Source =&gt; target, text =&gt; class</source>
      <translation>한 줄에 하나. 검증 때마다 토큰별 손실을 따라가요. 원문 =&gt; 번역문, 글 =&gt; 분류도 돼요</translation>
    </message>
    <message>
      <source>One a line: what the model makes of each is shown at every sample</source>
      <translation>한 줄에 하나. 샘플 때마다 모델이 이어 쓴 것을 보여 줘요</translation>
    </message>
    <message>
      <source>Order</source>
      <translation>순서</translation>
    </message>
    <message>
      <source>Patience</source>
      <translation>인내</translation>
    </message>
    <message>
      <source>Pinned texts</source>
      <translation>지켜볼 글</translation>
    </message>
    <message>
      <source>Products</source>
      <translation>곱셈</translation>
    </message>
    <message>
      <source>Products in</source>
      <translation>곱셈 정밀도</translation>
    </message>
    <message>
      <source>Prompts</source>
      <translation>프롬프트</translation>
    </message>
    <message>
      <source>Rank (LoRA)</source>
      <translation>랭크 (LoRA)</translation>
    </message>
    <message>
      <source>Recompute</source>
      <translation>다시 계산</translation>
    </message>
    <message>
      <source>Rows at once</source>
      <translation>한 번에 행</translation>
    </message>
    <message>
      <source>Rows there are</source>
      <translation>있는 행</translation>
    </message>
    <message>
      <source>Samples every</source>
      <translation>샘플 간격</translation>
    </message>
    <message>
      <source>Seed</source>
      <translation>시드</translation>
    </message>
    <message>
      <source>Share of numbers that is left out while training</source>
      <translation>학습할 때 빼는 수의 비율</translation>
    </message>
    <message>
      <source>Share of the peak at the last step</source>
      <translation>마지막 단계에서 최댓값의 비율</translation>
    </message>
    <message>
      <source>Share of the steps, at the end</source>
      <translation>끝부분 단계의 비율</translation>
    </message>
    <message>
      <source>Share of what is read that the addition does not see</source>
      <translation>더하는 행렬이 보지 못하는 입력의 비율</translation>
    </message>
    <message>
      <source>Shared by several heads; 0: as many as heads</source>
      <translation>여러 헤드가 함께 씀. 0: 헤드 수만큼</translation>
    </message>
    <message>
      <source>Size of what is added to each product</source>
      <translation>곱셈마다 더하는 행렬의 크기</translation>
    </message>
    <message>
      <source>Some of q, k, v, o, gate, up, down</source>
      <translation>q, k, v, o, gate, up, down 중에서</translation>
    </message>
    <message>
      <source>Steps</source>
      <translation>단계</translation>
    </message>
    <message>
      <source>Steps in which the rate rises to its peak</source>
      <translation>학습률이 최댓값까지 오르는 단계 수</translation>
    </message>
    <message>
      <source>Steps; 0: only at the end</source>
      <translation>단계 수. 0: 끝에만</translation>
    </message>
    <message>
      <source>The last tokens, and no others, are read</source>
      <translation>마지막 토큰만 읽는 수</translation>
    </message>
    <message>
      <source>The tokens of this text; empty: tokens drawn at random</source>
      <translation>이 글의 토큰. 비우면 무작위 토큰</translation>
    </message>
    <message>
      <source>Their numbers from 0, with commas</source>
      <translation>0부터 센 번호를 쉼표로</translation>
    </message>
    <message>
      <source>Then</source>
      <translation>그다음</translation>
    </message>
    <message>
      <source>They come again and again; a multiple of the rows at once; 0: all</source>
      <translation>이 행들이 되풀이돼요. 한 번에 읽는 행의 배수. 0: 전부</translation>
    </message>
    <message>
      <source>Times the usual scatter above the median; 0: never</source>
      <translation>중앙값 위로 보통 흩어짐의 몇 배. 0: 없음</translation>
    </message>
    <message>
      <source>Tokens a step</source>
      <translation>단계당 토큰</translation>
    </message>
    <message>
      <source>Tokens in a row that are counted</source>
      <translation>이어서 세는 토큰 수</translation>
    </message>
    <message>
      <source>Tokens it reads at once</source>
      <translation>한 번에 읽는 토큰 수</translation>
    </message>
    <message>
      <source>Tokens with a loss that a step averages over</source>
      <translation>한 단계가 평균을 내는, 손실을 재는 토큰 수</translation>
    </message>
    <message>
      <source>Tokens; 0: as many as the model reads</source>
      <translation>토큰 수. 0: 모델이 읽는 만큼</translation>
    </message>
    <message>
      <source>Trained too</source>
      <translation>함께 학습</translation>
    </message>
    <message>
      <source>Validate every</source>
      <translation>검증 간격</translation>
    </message>
    <message>
      <source>Validation rows</source>
      <translation>검증 행</translation>
    </message>
    <message>
      <source>Validations without a better one until it stops; 0: never</source>
      <translation>더 나아지지 않은 검증이 이만큼이면 멈춤. 0: 멈추지 않음</translation>
    </message>
    <message>
      <source>Vectors before every text</source>
      <translation>글마다 앞에 놓는 벡터 수</translation>
    </message>
    <message>
      <source>Virtual tokens</source>
      <translation>가상 토큰</translation>
    </message>
    <message>
      <source>Warm-up</source>
      <translation>워밍업</translation>
    </message>
    <message>
      <source>Weight decay</source>
      <translation>가중치 감쇠</translation>
    </message>
    <message>
      <source>What is added counts alpha / rank</source>
      <translation>더하는 값에 알파 / 랭크를 곱해요</translation>
    </message>
    <message>
      <source>What stands around prompts and answers</source>
      <translation>프롬프트와 답을 둘러싸는 것</translation>
    </message>
    <message>
      <source>Width (d_model)</source>
      <translation>너비 (d_model)</translation>
    </message>
    <message>
      <source>Window</source>
      <translation>창</translation>
    </message>
    <message>
      <source>a file</source>
      <translation>파일</translation>
    </message>
    <message>
      <source>a line</source>
      <translation>줄</translation>
    </message>
    <message>
      <source>a line end</source>
      <translation>줄바꿈</translation>
    </message>
    <message>
      <source>automatic</source>
      <translation>자동</translation>
    </message>
    <message>
      <source>bfloat16 is faster where the processor has it; weights stay float32</source>
      <translation>프로세서가 지원하면 bfloat16이 빨라요. 가중치는 float32 그대로예요</translation>
    </message>
    <message>
      <source>constant</source>
      <translation>일정</translation>
    </message>
    <message>
      <source>cosine</source>
      <translation>코사인</translation>
    </message>
    <message>
      <source>cpu: the processor; cuda, mps: a graphics card</source>
      <translation>cpu: 프로세서, cuda와 mps: 그래픽 카드</translation>
    </message>
    <message>
      <source>go on</source>
      <translation>계속하기</translation>
    </message>
    <message>
      <source>level, then linear</source>
      <translation>일정하다가 선형</translation>
    </message>
    <message>
      <source>linear</source>
      <translation>선형</translation>
    </message>
    <message>
      <source>pause and say so</source>
      <translation>멈추고 알리기</translation>
    </message>
    <message>
      <source>stop and keep</source>
      <translation>끝내고 남기기</translation>
    </message>
    <message>
      <source>the chat template</source>
      <translation>대화 템플릿</translation>
    </message>
    <message>
      <source>{least} to {most}</source>
      <translation>{least}~{most}</translation>
    </message>
  </context>
  <context>
    <name>ShortcutSheet</name>
    <message>
      <source>Keyboard shortcuts</source>
      <translation>단축키</translation>
    </message>
    <message>
      <source>Walk tokens, layers and heads</source>
      <translation>토큰, 레이어, 헤드 옮겨 다니기</translation>
    </message>
    <message>
      <source>Work on the text at once</source>
      <translation>텍스트를 바로 계산</translation>
    </message>
  </context>
  <context>
    <name>Side</name>
    <message>
      <source>Alternatives</source>
      <translation>다른 후보</translation>
    </message>
    <message>
      <source>Beside the text</source>
      <translation>글 옆에 볼 것</translation>
    </message>
    <message>
      <source>Probe</source>
      <translation>찾아보기</translation>
    </message>
    <message>
      <source>Samplers</source>
      <translation>샘플러</translation>
    </message>
    <message>
      <source>Tree</source>
      <translation>나무</translation>
    </message>
  </context>
  <context>
    <name>SimilarityView</name>
    <message>
      <source>As given</source>
      <translation>주어진 순</translation>
    </message>
    <message>
      <source>Choose the words of the text under study</source>
      <translation>살펴보는 텍스트의 낱말을 고릅니다</translation>
    </message>
    <message>
      <source>Clustered</source>
      <translation>군집순</translation>
    </message>
    <message>
      <source>Comparing {n} items pair by pair…</source>
      <translation>항목 {n}개를 쌍마다 견주는 중…</translation>
    </message>
    <message>
      <source>Items</source>
      <translation>항목</translation>
    </message>
    <message>
      <source>Items to compare</source>
      <translation>비교할 항목</translation>
    </message>
    <message>
      <source>Order</source>
      <translation>순서</translation>
    </message>
    <message>
      <source>Pairs, the most alike first</source>
      <translation>쌍, 가장 비슷한 것부터</translation>
    </message>
    <message>
      <source>Random pairs of this set (grey) and the pairs compared (lines)</source>
      <translation>이 집합의 무작위 쌍(회색)과 비교한 쌍(선)</translation>
    </message>
    <message>
      <source>Scores of random pairs, with the chosen pairs on them</source>
      <translation>무작위 쌍의 점수와 그 위의 고른 쌍</translation>
    </message>
    <message>
      <source>Similarity</source>
      <translation>유사도</translation>
    </message>
    <message>
      <source>Similarity of each two items</source>
      <translation>두 항목씩의 유사도</translation>
    </message>
    <message>
      <source>The table has the {n} most alike of {all} pairs; what is saved has all.</source>
      <translation>전체 {all}쌍 가운데 가장 비슷한 {n}쌍만 표에 있습니다. 저장한 데이터에는 모두 들어 있습니다.</translation>
    </message>
    <message>
      <source>Words of the text</source>
      <translation>텍스트의 낱말</translation>
    </message>
    <message>
      <source>Words to compare: cat, dog, horse</source>
      <translation>비교할 낱말: cat, dog, horse</translation>
    </message>
  </context>
  <context>
    <name>SimilarityWords</name>
    <message>
      <source>, scaled to length 1</source>
      <translation>, 길이 1로 맞춤</translation>
    </message>
    <message>
      <source>95 % of random pairs are below {value}</source>
      <translation>무작위 쌍의 95 %는 {value}보다 낮음</translation>
    </message>
    <message>
      <source>A text's vector: {pooling}.</source>
      <translation>텍스트의 벡터: {pooling}.</translation>
    </message>
    <message>
      <source>A word of several tokens has no vector of its own.</source>
      <translation>여러 토큰으로 된 낱말에는 자기 벡터가 없습니다.</translation>
    </message>
    <message>
      <source>Alike means that the model uses items alike, not that they mean the same.</source>
      <translation>비슷하다는 것은 모델이 비슷하게 쓴다는 뜻이지 뜻이 같다는 말이 아닙니다.</translation>
    </message>
    <message>
      <source>Not among the items: {words}.</source>
      <translation>항목에 없음: {words}.</translation>
    </message>
    <message>
      <source>This set has only {n} items: its random pairs are mostly these pairs themselves. Add more to compare with.</source>
      <translation>이 집합에는 항목이 {n}개뿐이라 무작위 쌍이 대체로 이 쌍들 자신입니다. 견줄 항목을 더 넣으세요.</translation>
    </message>
    <message>
      <source>Withheld because the tokenizer mostly cannot read it (hatched): {n}. Such similarities are noise.</source>
      <translation>토크나이저가 거의 읽지 못해 보여 주지 않음(빗금): {n}개. 그런 유사도는 잡음입니다.</translation>
    </message>
    <message>
      <source>first token</source>
      <translation>첫 토큰</translation>
    </message>
    <message>
      <source>last token</source>
      <translation>마지막 토큰</translation>
    </message>
    <message>
      <source>mean of all tokens</source>
      <translation>모든 토큰의 평균</translation>
    </message>
    <message>
      <source>more alike than any of the random pairs</source>
      <translation>무작위 쌍 어느 것보다도 비슷함</translation>
    </message>
    <message>
      <source>more alike than {share} of random pairs</source>
      <translation>무작위 쌍의 {share}보다 비슷함</translation>
    </message>
    <message>
      <source>no colour: as alike as random pairs, {value}</source>
      <translation>색 없음: 무작위 쌍만큼 비슷함, {value}</translation>
    </message>
    <message>
      <source>{a} and {b}: withheld, the tokenizer mostly cannot read one of them</source>
      <translation>{a}, {b}: 토크나이저가 한쪽을 거의 읽지 못해 보여 주지 않음</translation>
    </message>
    <message>
      <source>{a} and {b}: {metric} {score}</source>
      <translation>{a}, {b}: {metric} {score}</translation>
    </message>
  </context>
  <context>
    <name>SmallPlot</name>
    <message>
      <source>{name}: {value}, shown large</source>
      <translation>{name}: {value}, 크게 보는 중</translation>
    </message>
    <message>
      <source>{name}: {value}; press to show it large</source>
      <translation>{name}: {value}. 누르면 크게 보입니다</translation>
    </message>
  </context>
  <context>
    <name>SourceBar</name>
    <message>
      <source>0: before the first layer. last: after all of them, with the final norm.</source>
      <translation>0: 첫 레이어 앞. 마지막: 모든 레이어 뒤, 마지막 정규화까지.</translation>
    </message>
    <message>
      <source>A file of mine</source>
      <translation>내 파일</translation>
    </message>
    <message>
      <source>CSV, TSV, NPY, NPZ, or a word and its numbers on each line</source>
      <translation>CSV, TSV, NPY, NPZ, 또는 줄마다 낱말과 숫자</translation>
    </message>
    <message>
      <source>Choose a file…</source>
      <translation>파일 고르기…</translation>
    </message>
    <message>
      <source>Every token of the texts, as the model has it at a layer, after reading what is around it.</source>
      <translation>텍스트의 모든 토큰. 모델이 둘레를 읽은 뒤 그 레이어에서 지닌 벡터입니다.</translation>
    </message>
    <message>
      <source>From</source>
      <translation>방법</translation>
    </message>
    <message>
      <source>Layer</source>
      <translation>레이어</translation>
    </message>
    <message>
      <source>One vector for each text.</source>
      <translation>텍스트마다 벡터 하나.</translation>
    </message>
    <message>
      <source>Open vectors</source>
      <translation>벡터 열기</translation>
    </message>
    <message>
      <source>Positions</source>
      <translation>위치 목록</translation>
    </message>
    <message>
      <source>Sentences</source>
      <translation>문장</translation>
    </message>
    <message>
      <source>Show or hide the texts</source>
      <translation>텍스트 보이기, 숨기기</translation>
    </message>
    <message>
      <source>Soft prompt and tokens</source>
      <translation>소프트 프롬프트와 토큰</translation>
    </message>
    <message>
      <source>Texts: {n}</source>
      <translation>텍스트: {n}</translation>
    </message>
    <message>
      <source>The vectors of positions, in models that learn them.</source>
      <translation>위치의 벡터. 위치를 배우는 모델에만 있습니다.</translation>
    </message>
    <message>
      <source>The virtual tokens ⟨P1⟩, ⟨P2⟩, … of a model whose prompt was trained, among those of tokens: what are they near to?</source>
      <translation>프롬프트를 학습한 모델의 가상 토큰 ⟨P1⟩, ⟨P2⟩, …과 토큰 임베딩: 무엇과 가까울까요?</translation>
    </message>
    <message>
      <source>Token embeddings</source>
      <translation>토큰 임베딩</translation>
    </message>
    <message>
      <source>Tokens in context</source>
      <translation>문맥 속 토큰</translation>
    </message>
    <message>
      <source>Unembedding</source>
      <translation>출력 임베딩</translation>
    </message>
    <message>
      <source>Vectors</source>
      <translation>벡터</translation>
    </message>
    <message>
      <source>Vectors ({endings})</source>
      <translation>벡터 ({endings})</translation>
    </message>
    <message>
      <source>What each token is predicted by: the output is compared with these. Many models use the token embeddings again.</source>
      <translation>토큰을 예측할 때 쓰는 벡터: 출력을 이것과 견줍니다. 토큰 임베딩을 그대로 다시 쓰는 모델이 많습니다.</translation>
    </message>
    <message>
      <source>What each token is read as: the first numbers that the model has of it.</source>
      <translation>토큰을 읽을 때 쓰는 벡터: 모델이 그 토큰에 대해 처음 갖는 숫자입니다.</translation>
    </message>
    <message>
      <source>first token</source>
      <translation>첫 토큰</translation>
    </message>
    <message>
      <source>last</source>
      <translation>마지막</translation>
    </message>
    <message>
      <source>last token</source>
      <translation>마지막 토큰</translation>
    </message>
    <message>
      <source>mean of tokens</source>
      <translation>토큰의 평균</translation>
    </message>
    <message>
      <source>the model's own</source>
      <translation>모델의 방식</translation>
    </message>
  </context>
  <context>
    <name>StageCard</name>
    <message>
      <source>Distribution after {name}</source>
      <translation>{name} 뒤의 분포</translation>
    </message>
    <message>
      <source>Drag to another place, or press Alt+Up and Alt+Down</source>
      <translation>다른 자리로 끌거나 Alt+↑, Alt+↓를 누르세요</translation>
    </message>
    <message>
      <source>Stage {name}</source>
      <translation>단계 {name}</translation>
    </message>
    <message>
      <source>Take this stage out</source>
      <translation>이 단계 빼기</translation>
    </message>
    <message>
      <source>Take {name} out</source>
      <translation>{name} 빼기</translation>
    </message>
    <message>
      <source>This cannot be read: {what}</source>
      <translation>읽을 수 없어요: {what}</translation>
    </message>
    <message>
      <source>changed nothing at this step</source>
      <translation>이 단계에서는 바뀐 것 없음</translation>
    </message>
    <message>
      <source>entropy {before} → {after} nats</source>
      <translation>엔트로피 {before} → {after} nats</translation>
    </message>
    <message>
      <source>no effect at this setting</source>
      <translation>이 설정에서는 효과 없음</translation>
    </message>
    <message>
      <source>off</source>
      <translation>끔</translation>
    </message>
    <message>
      <source>{name} on</source>
      <translation>{name} 켜기</translation>
    </message>
    <message>
      <source>{n} left</source>
      <translation>{n}개 남음</translation>
    </message>
    <message>
      <source>{n} more moved</source>
      <translation>{n}개 더 움직임</translation>
    </message>
    <message>
      <source>{n} removed, {percent}</source>
      <translation>{n}개 뺌, {percent}</translation>
    </message>
    <message>
      <source>{token} rank {before} → {after}</source>
      <translation>{token} 순위 {before} → {after}</translation>
    </message>
  </context>
  <context>
    <name>StageList</name>
    <message>
      <source>Add a stage</source>
      <translation>단계 더하기</translation>
    </message>
    <message>
      <source>After samplers</source>
      <translation>샘플러 뒤</translation>
    </message>
    <message>
      <source>Model's own</source>
      <translation>모델 확률</translation>
    </message>
    <message>
      <source>No draw: the most probable token is taken, {token} · {both}</source>
      <translation>뽑지 않고 가장 그럴듯한 토큰을 골라요: {token} · {both}</translation>
    </message>
    <message>
      <source>Stages of the sampler</source>
      <translation>샘플러의 단계</translation>
    </message>
    <message>
      <source>The draw {number} falls on {token}, which holds {below} to {above} · {both}</source>
      <translation>뽑은 수 {number}: {below}부터 {above}까지 차지한 {token} · {both}</translation>
    </message>
    <message>
      <source>The final distribution and the draw</source>
      <translation>마지막 분포와 뽑기</translation>
    </message>
    <message>
      <source>The model's own distribution</source>
      <translation>모델의 분포</translation>
    </message>
    <message>
      <source>computed again: the step's logits were no longer kept</source>
      <translation>다시 계산함: 이 단계의 로짓이 더는 남아 있지 않았어요</translation>
    </message>
    <message>
      <source>model's own {raw}, after samplers {final}, rank {rank}</source>
      <translation>모델 확률 {raw}, 샘플러 뒤 {final}, 순위 {rank}</translation>
    </message>
    <message>
      <source>{n} tokens · entropy {nats} nats</source>
      <translation>토큰 {n}개 · 엔트로피 {nats} nats</translation>
    </message>
  </context>
  <context>
    <name>StageStrip</name>
    <message>
      <source>from {start} to {end} of the bar</source>
      <translation>막대의 {start}부터 {end}까지</translation>
    </message>
    <message>
      <source>here {percent} ({nats} nats)</source>
      <translation>여기서 {percent} ({nats} nats)</translation>
    </message>
    <message>
      <source>model's own {percent} ({nats} nats)</source>
      <translation>모델 확률 {percent} ({nats} nats)</translation>
    </message>
    <message>
      <source>{token} · id {id} · rank {rank} here</source>
      <translation>{token} · id {id} · 여기서 순위 {rank}</translation>
    </message>
  </context>
  <context>
    <name>StageWords</name>
    <message>
      <source>A model's own generation_config.json changes these numbers there; here it is not read.</source>
      <translation>그곳에서는 모델의 generation_config.json이 이 값을 바꿔요. 여기서는 읽지 않아요.</translation>
    </message>
    <message>
      <source>Above 1 makes tokens that occurred before less probable.</source>
      <translation>1보다 크면 앞에 나온 토큰의 확률이 낮아집니다.</translation>
    </message>
    <message>
      <source>Adds a number to the logit of a text's token, for example:  Paris=+2| the=-1.5</source>
      <translation>글의 토큰 로짓에 수를 더해요. 예:  Paris=+2| the=-1.5</translation>
    </message>
    <message>
      <source>Applied in this order: nothing, tokens are drawn as the model gives them</source>
      <translation>적용 순서: 없음, 모델이 준 확률대로 뽑아요</translation>
    </message>
    <message>
      <source>Applied in this order: {order}</source>
      <translation>적용 순서: {order}</translation>
    </message>
    <message>
      <source>DRY looked at the whole context in versions before it looked at 64 tokens.</source>
      <translation>DRY는 64토큰을 보기 전의 버전에서는 문맥 전체를 봤어요.</translation>
    </message>
    <message>
      <source>Divides the logits: above 1 flattens the distribution, below 1 sharpens it, 0 takes the best token.</source>
      <translation>로짓을 나눠요. 1보다 크면 분포가 고르게, 작으면 뾰족해지고, 0이면 가장 좋은 토큰을 골라요.</translation>
    </message>
    <message>
      <source>From a step on a text comes, whatever its probability; steps count from 0. For example: 0= Paris</source>
      <translation>어떤 단계부터 확률과 상관없이 이 글이 나와요. 단계는 0부터 세요. 예: 0= Paris</translation>
    </message>
    <message>
      <source>Greedy</source>
      <translation>탐욕</translation>
    </message>
    <message>
      <source>Hugging Face: do_sample=True</source>
      <translation>Hugging Face: do_sample=True</translation>
    </message>
    <message>
      <source>Hugging Face: generate()</source>
      <translation>Hugging Face: generate()</translation>
    </message>
    <message>
      <source>It samples unless told otherwise: temperature 0.8, top-k 40, top-p 0.95, min-p 0.05.</source>
      <translation>달리 말하지 않으면 뽑아요: 온도 0.8, top-k 40, top-p 0.95, min-p 0.05.</translation>
    </message>
    <message>
      <source>Its top-n-sigma, which is off by default, is not among our stages.</source>
      <translation>기본으로 꺼져 있는 top-n-sigma는 여기 단계에 없어요.</translation>
    </message>
    <message>
      <source>Its top_k keeps exactly k tokens; ours also those that equal the k-th.</source>
      <translation>그곳의 top_k는 꼭 k개를 남기고, 여기서는 k번째와 같은 것도 남겨요.</translation>
    </message>
    <message>
      <source>Keep only the k most probable tokens.</source>
      <translation>확률이 높은 토큰 k개만 남깁니다.</translation>
    </message>
    <message>
      <source>Keep the most probable tokens until their sum reaches p.</source>
      <translation>확률이 높은 것부터 합이 p에 이를 때까지 남깁니다.</translation>
    </message>
    <message>
      <source>Keep the tokens whose surprise is nearest to the average, until their sum reaches p.</source>
      <translation>놀라움이 평균에 가장 가까운 토큰을 합이 p에 이를 때까지 남겨요.</translation>
    </message>
    <message>
      <source>Makes tokens that would prolong a repetition less probable, the more the longer it is.</source>
      <translation>되풀이를 이어 갈 토큰의 확률을 낮춰요. 되풀이가 길수록 더 많이 낮춰요.</translation>
    </message>
    <message>
      <source>No sequence of so many tokens comes twice.</source>
      <translation>이만큼 긴 토큰 열은 두 번 나오지 않아요.</translation>
    </message>
    <message>
      <source>Now and then removes all probable tokens but the least of them, for less expected words.</source>
      <translation>가끔 그럴듯한 토큰 가운데 가장 덜한 것만 남겨, 뜻밖의 낱말이 나오게 해요.</translation>
    </message>
    <message>
      <source>Penalties look at the last 64 tokens only; they are off, as everywhere.</source>
      <translation>벌점은 마지막 64토큰만 봐요. 다른 곳처럼 꺼져 있어요.</translation>
    </message>
    <message>
      <source>Remove tokens less probable than p times the most probable one.</source>
      <translation>가장 높은 확률의 p배보다 낮은 토큰을 없앱니다.</translation>
    </message>
    <message>
      <source>Takes the amount from a token's logit once for each time it occurred.</source>
      <translation>나온 횟수만큼 토큰의 로짓에서 빼요.</translation>
    </message>
    <message>
      <source>Takes the same amount from the logit of every token that occurred before.</source>
      <translation>앞에 나온 모든 토큰의 로짓에서 같은 값을 빼요.</translation>
    </message>
    <message>
      <source>Temperature comes before the truncations, so a high one lets more tokens pass top-p.</source>
      <translation>온도가 자르기보다 먼저라서, 높으면 더 많은 토큰이 top-p를 지나요.</translation>
    </message>
    <message>
      <source>Temperature comes last, so it does not change which tokens are kept.</source>
      <translation>온도가 맨 뒤라서 어떤 토큰이 남는지는 바뀌지 않아요.</translation>
    </message>
    <message>
      <source>Texts that never come, for example:  Paris| the</source>
      <translation>절대 나오지 않을 글이에요. 예:  Paris| the</translation>
    </message>
    <message>
      <source>The most probable token at every step; nothing is drawn.</source>
      <translation>단계마다 가장 그럴듯한 토큰이에요. 아무것도 뽑지 않아요.</translation>
    </message>
    <message>
      <source>The repetition penalty looks at all past tokens, the prompt's included.</source>
      <translation>반복 벌점은 프롬프트까지 지난 토큰을 모두 봐요.</translation>
    </message>
    <message>
      <source>all</source>
      <translation>모두</translation>
    </message>
    <message>
      <source>banned texts</source>
      <translation>금지한 글</translation>
    </message>
    <message>
      <source>base</source>
      <translation>밑</translation>
    </message>
    <message>
      <source>bias of texts</source>
      <translation>글의 치우침</translation>
    </message>
    <message>
      <source>do_sample=True with nothing else said keeps 50 tokens: top_k is 50, not off.</source>
      <translation>do_sample=True만 쓰면 50토큰을 남겨요. top_k가 꺼진 것이 아니라 50이에요.</translation>
    </message>
    <message>
      <source>forced texts</source>
      <translation>강제한 글</translation>
    </message>
    <message>
      <source>frequency penalty</source>
      <translation>빈도 벌점</translation>
    </message>
    <message>
      <source>from length</source>
      <translation>길이부터</translation>
    </message>
    <message>
      <source>generate() is greedy unless do_sample=True is given.</source>
      <translation>do_sample=True를 주지 않으면 generate()는 탐욕적이에요.</translation>
    </message>
    <message>
      <source>greedy</source>
      <translation>탐욕</translation>
    </message>
    <message>
      <source>last tokens</source>
      <translation>마지막 토큰</translation>
    </message>
    <message>
      <source>no repeated n-gram</source>
      <translation>n-gram 되풀이 금지</translation>
    </message>
    <message>
      <source>presence penalty</source>
      <translation>존재 벌점</translation>
    </message>
    <message>
      <source>repetition penalty</source>
      <translation>반복 벌점</translation>
    </message>
    <message>
      <source>temperature</source>
      <translation>온도</translation>
    </message>
    <message>
      <source>the model's own</source>
      <translation>모델의 방식</translation>
    </message>
    <message>
      <source>the most probable token is taken</source>
      <translation>가장 확률이 높은 토큰을 택함</translation>
    </message>
    <message>
      <source>threshold</source>
      <translation>문턱</translation>
    </message>
    <message>
      <source>top_k keeps every token that equals the k-th.</source>
      <translation>top_k는 k번째와 같은 토큰도 모두 남겨요.</translation>
    </message>
    <message>
      <source>typical</source>
      <translation>전형성</translation>
    </message>
  </context>
  <context>
    <name>StagesView</name>
    <message>
      <source>Each piece stands under what it came from. Point at one to mark its characters, its word and its tokens.</source>
      <translation>조각마다 그것이 나온 글자 아래에 있어요. 조각을 가리키면 그 글자, 낱말, 토큰이 함께 표시돼요.</translation>
    </message>
    <message>
      <source>Shown: the first {n} of {all} characters.</source>
      <translation>전체 {all}자 가운데 처음 {n}자만 보여요.</translation>
    </message>
    <message>
      <source>Stages</source>
      <translation>단계</translation>
    </message>
    <message>
      <source>This tokenizer has {missing}.</source>
      <translation>이 토크나이저에는 없는 단계: {missing}.</translation>
    </message>
    <message>
      <source>no normalizer</source>
      <translation>정규화</translation>
    </message>
    <message>
      <source>no post-processor</source>
      <translation>후처리</translation>
    </message>
    <message>
      <source>no pre-tokenizer</source>
      <translation>사전 분할</translation>
    </message>
  </context>
  <context>
    <name>StatusBar</name>
    <message>
      <source>Cancel</source>
      <translation>취소</translation>
    </message>
    <message>
      <source>Fetching</source>
      <translation>받는 중</translation>
    </message>
    <message>
      <source>Generating</source>
      <translation>이어 쓰는 중</translation>
    </message>
    <message>
      <source>Grid</source>
      <translation>그리드</translation>
    </message>
    <message>
      <source>Opening the model</source>
      <translation>모델을 여는 중</translation>
    </message>
    <message>
      <source>Patching</source>
      <translation>패치하는 중</translation>
    </message>
    <message>
      <source>Progress</source>
      <translation>진행률</translation>
    </message>
    <message>
      <source>Tracing</source>
      <translation>추적 중</translation>
    </message>
    <message>
      <source>engine busy</source>
      <translation>엔진 작업 중</translation>
    </message>
    <message>
      <source>engine ended</source>
      <translation>엔진 종료됨</translation>
    </message>
    <message>
      <source>engine not started</source>
      <translation>엔진 시작 전</translation>
    </message>
    <message>
      <source>engine ready</source>
      <translation>엔진 준비됨</translation>
    </message>
    <message>
      <source>engine starting…</source>
      <translation>엔진 시작 중…</translation>
    </message>
    <message>
      <source>memory {size}</source>
      <translation>메모리 {size}</translation>
    </message>
    <message>
      <source>run {number}</source>
      <translation>실행 {number}</translation>
    </message>
  </context>
  <context>
    <name>SteerSetup</name>
    <message>
      <source> tokens</source>
      <translation> 토큰</translation>
    </message>
    <message>
      <source> × stream</source>
      <translation> × 흐름</translation>
    </message>
    <message>
      <source>Add to the model</source>
      <translation>모델에 더하기</translation>
    </message>
    <message>
      <source>Along a token</source>
      <translation>토큰 방향</translation>
    </message>
    <message>
      <source>At temperature 0.8, both with the same seed.</source>
      <translation>온도 0.8, 두 글 모두 같은 시드로 뽑습니다.</translation>
    </message>
    <message>
      <source>Away from</source>
      <translation>멀어질 글</translation>
    </message>
    <message>
      <source>Before layer</source>
      <translation>레이어 앞</translation>
    </message>
    <message>
      <source>Between two texts</source>
      <translation>두 글 사이</translation>
    </message>
    <message>
      <source>Greedy</source>
      <translation>탐욕</translation>
    </message>
    <message>
      <source>How the texts are drawn</source>
      <translation>글을 뽑는 방법</translation>
    </message>
    <message>
      <source>In mean lengths of the stream at the layer; below 0 the other way.</source>
      <translation>그 레이어에서 흐름의 평균 길이를 단위로 합니다. 0보다 작으면 반대 방향이에요.</translation>
    </message>
    <message>
      <source>Let the direction stand in every pass, in all panels. Undo takes it back.</source>
      <translation>이 방향을 모든 패널의 모든 계산에 더합니다. 실행 취소로 되돌릴 수 있어요.</translation>
    </message>
    <message>
      <source>Sampled</source>
      <translation>무작위로 뽑기</translation>
    </message>
    <message>
      <source>Seed</source>
      <translation>시드</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>멈추기</translation>
    </message>
    <message>
      <source>Strength</source>
      <translation>세기</translation>
    </message>
    <message>
      <source>This text is several tokens. A direction leads along one of them.</source>
      <translation>이 텍스트는 토큰이 여러 개예요. 방향은 그중 하나를 따라가요.</translation>
    </message>
    <message>
      <source>Token</source>
      <translation>토큰</translation>
    </message>
    <message>
      <source>Tokens to write</source>
      <translation>쓸 토큰 수</translation>
    </message>
    <message>
      <source>Towards</source>
      <translation>다가갈 글</translation>
    </message>
    <message>
      <source>Which direction</source>
      <translation>어떤 방향</translation>
    </message>
    <message>
      <source>Which of the text's tokens</source>
      <translation>텍스트의 어느 토큰</translation>
    </message>
    <message>
      <source>Write both</source>
      <translation>두 글 쓰기</translation>
    </message>
    <message>
      <source>nothing: the direction of the first text alone</source>
      <translation>없음: 첫 글의 방향만</translation>
    </message>
    <message>
      <source>seed </source>
      <translation>시드 </translation>
    </message>
    <message>
      <source>{token} · {number} of {n} tokens</source>
      <translation>{token} · {n}개 토큰 중 {number}번째</translation>
    </message>
  </context>
  <context>
    <name>SteerView</name>
    <message>
      <source> A strength of 1 is as long as the stream before layer {layer}: {unit}.</source>
      <translation> 세기 1은 레이어 {layer} 앞 흐름의 길이와 같아요: {unit}.</translation>
    </message>
    <message>
      <source>As it is</source>
      <translation>그대로</translation>
    </message>
    <message>
      <source>From here on the two texts differ.</source>
      <translation>여기부터 두 글이 달라집니다.</translation>
    </message>
    <message>
      <source>It speaks against</source>
      <translation>확률을 내리는 토큰</translation>
    </message>
    <message>
      <source>It speaks for</source>
      <translation>확률을 올리는 토큰</translation>
    </message>
    <message>
      <source>Steer</source>
      <translation>조향</translation>
    </message>
    <message>
      <source>Steered: {direction}</source>
      <translation>조향: {direction}</translation>
    </message>
    <message>
      <source>Steering is seen in what a decoder writes.</source>
      <translation>조향의 효과는 디코더가 쓰는 글에서 볼 수 있습니다.</translation>
    </message>
    <message>
      <source>Text with the direction</source>
      <translation>방향을 더한 글</translation>
    </message>
    <message>
      <source>Text without the direction</source>
      <translation>방향을 더하지 않은 글</translation>
    </message>
    <message>
      <source>The lists read the direction as if it were the whole stream: what later layers make of it is not in them. Strong steering breaks the text before it changes the subject.</source>
      <translation>목록은 이 방향이 흐름 전체인 것처럼 읽은 것으로, 뒤의 레이어들이 이것으로 하는 일은 담겨 있지 않습니다. 너무 세면 내용이 바뀌기 전에 글이 망가져요.</translation>
    </message>
    <message>
      <source>This model writes no text</source>
      <translation>글을 쓰지 않는 모델이에요</translation>
    </message>
    <message>
      <source>Tokens that the direction lowers</source>
      <translation>이 방향이 확률을 내리는 토큰</translation>
    </message>
    <message>
      <source>Tokens that the direction raises</source>
      <translation>이 방향이 확률을 올리는 토큰</translation>
    </message>
    <message>
      <source>id {id} · ln p {logprob}</source>
      <translation>id {id} · ln p {logprob}</translation>
    </message>
    <message>
      <source>id {id} · {logit} logits over the mean</source>
      <translation>id {id} · 평균보다 {logit} 로짓</translation>
    </message>
    <message>
      <source>nothing yet</source>
      <translation>아직 없음</translation>
    </message>
  </context>
  <context>
    <name>StepDetails</name>
    <message>
      <source>Alternatives</source>
      <translation>다른 후보</translation>
    </message>
    <message>
      <source>Continue from this token</source>
      <translation>이 토큰부터 이어 쓰기</translation>
    </message>
    <message>
      <source>Continue with {token} instead</source>
      <translation>대신 {token} 토큰으로 이어 쓰기</translation>
    </message>
    <message>
      <source>Keeps the tokens before this one and lets the model go on from here. The first run stays.</source>
      <translation>앞의 토큰은 그대로 두고 여기서부터 모델이 이어 씁니다. 처음 실행은 남습니다.</translation>
    </message>
    <message>
      <source>Pick a token of the continuation to see what else could have stood there.</source>
      <translation>이어 쓴 글에서 토큰을 고르면 그 자리에 올 수 있었던 다른 토큰이 보입니다.</translation>
    </message>
    <message>
      <source>Token {number} of {total}:  {token}</source>
      <translation>토큰 {number}/{total}:  {token}</translation>
    </message>
    <message>
      <source>after samplers {percent}</source>
      <translation>샘플러 뒤 {percent}</translation>
    </message>
    <message>
      <source>draw {number}</source>
      <translation>추첨 수 {number}</translation>
    </message>
    <message>
      <source>entropy {nats} nats</source>
      <translation>엔트로피 {nats} nats</translation>
    </message>
    <message>
      <source>model's own {percent}</source>
      <translation>모델 확률 {percent}</translation>
    </message>
    <message>
      <source>rank {rank}</source>
      <translation>순위 {rank}</translation>
    </message>
  </context>
  <context>
    <name>StepsModel</name>
    <message>
      <source>#</source>
      <translation>#</translation>
    </message>
    <message>
      <source>&gt; {n}</source>
      <translation>&gt; {n}</translation>
    </message>
    <message>
      <source>After samplers</source>
      <translation>샘플러 뒤</translation>
    </message>
    <message>
      <source>Draw</source>
      <translation>추첨 수</translation>
    </message>
    <message>
      <source>Entropy, nats</source>
      <translation>엔트로피, nats</translation>
    </message>
    <message>
      <source>Id</source>
      <translation>id</translation>
    </message>
    <message>
      <source>Model's own</source>
      <translation>모델 확률</translation>
    </message>
    <message>
      <source>Rank</source>
      <translation>순위</translation>
    </message>
    <message>
      <source>Token</source>
      <translation>토큰</translation>
    </message>
  </context>
  <context>
    <name>StepsTable</name>
    <message>
      <source>Table of the steps</source>
      <translation>단계 표</translation>
    </message>
  </context>
  <context>
    <name>StepsView</name>
    <message>
      <source>Choose a word to see how the tokenizer's model cuts it, step by step.</source>
      <translation>낱말을 고르면 토크나이저의 모델이 그것을 어떻게 자르는지 차례로 보여 줘요.</translation>
    </message>
    <message>
      <source>One step back</source>
      <translation>한 단계 뒤로</translation>
    </message>
    <message>
      <source>One step on</source>
      <translation>한 단계 앞으로</translation>
    </message>
    <message>
      <source>Step</source>
      <translation>단계</translation>
    </message>
    <message>
      <source>Step by step</source>
      <translation>차례로</translation>
    </message>
    <message>
      <source>Step {step} of {n}</source>
      <translation>{n}단계 중 {step}단계</translation>
    </message>
    <message>
      <source>The replay ends at the tokenizer's own ids.</source>
      <translation>이 과정은 토크나이저가 낸 id와 똑같이 끝나요.</translation>
    </message>
    <message>
      <source>The replay ends at {ids}, the tokenizer at {own}: don't trust these steps.</source>
      <translation>이 과정은 {ids}에서, 토크나이저는 {own}에서 끝나요. 이 과정을 믿지 마세요.</translation>
    </message>
    <message>
      <source>“{token}” is an added token: it is found in the text before anything is cut, and takes no steps.</source>
      <translation>“{token}”: 추가된 토큰이에요. 글을 자르기 전에 먼저 찾아내므로 과정이 없어요.</translation>
    </message>
  </context>
  <context>
    <name>Strongest</name>
    <message>
      <source>Strongest parts</source>
      <translation>가장 센 부분</translation>
    </message>
  </context>
  <context>
    <name>SubjectBar</name>
    <message>
      <source>As a user's message</source>
      <translation>사용자 메시지로</translation>
    </message>
    <message>
      <source>BOS: always</source>
      <translation>BOS: 항상</translation>
    </message>
    <message>
      <source>BOS: as the model says</source>
      <translation>BOS: 모델에 따름</translation>
    </message>
    <message>
      <source>BOS: never</source>
      <translation>BOS: 넣지 않음</translation>
    </message>
    <message>
      <source>Beginning-of-sequence token</source>
      <translation>문장 시작(BOS) 토큰</translation>
    </message>
    <message>
      <source>Choose a model</source>
      <translation>모델 고르기</translation>
    </message>
    <message>
      <source>Choose, fetch or open a model</source>
      <translation>모델을 고르거나 받거나 엽니다</translation>
    </message>
    <message>
      <source>Follows run {id}: each new checkpoint is opened. Stay with this one.</source>
      <translation>실행 {id}의 새 체크포인트가 나올 때마다 열어요. 누르면 지금 것에 머물러요.</translation>
    </message>
    <message>
      <source>How the text enters the model</source>
      <translation>텍스트가 모델에 들어가는 방식</translation>
    </message>
    <message>
      <source>Model</source>
      <translation>모델</translation>
    </message>
    <message>
      <source>Newer: @{step}</source>
      <translation>더 최신: @{step}</translation>
    </message>
    <message>
      <source>Raw text</source>
      <translation>텍스트 그대로</translation>
    </message>
    <message>
      <source>Raw: as it is. As a user: through the model's chat template, its hidden system message included.</source>
      <translation>그대로: 텍스트를 그대로 넣습니다. 사용자 메시지로: 숨은 시스템 메시지를 포함한 모델의 대화 템플릿을 거칩니다.</translation>
    </message>
    <message>
      <source>Run {id} has let go of the checkpoint that is open. Opens that of step {step} in all panels.</source>
      <translation>지금 열린 체크포인트는 실행 {id}에서 지워졌어요. {step}단계의 것을 모든 패널에서 열어요.</translation>
    </message>
    <message>
      <source>Run {id} has written a newer checkpoint. Opens that of step {step} in all panels.</source>
      <translation>실행 {id}에 더 새로운 체크포인트가 있어요. {step}단계의 것을 모든 패널에서 열어요.</translation>
    </message>
    <message>
      <source>Text under study</source>
      <translation>살펴볼 텍스트</translation>
    </message>
    <message>
      <source>Type a text. Every panel shows how the model reads it.</source>
      <translation>텍스트를 입력하세요. 모든 패널이 모델이 그 텍스트를 어떻게 읽는지 보여 줍니다.</translation>
    </message>
    <message>
      <source>Whether a beginning-of-sequence token is put before a raw text.</source>
      <translation>텍스트 앞에 문장 시작(BOS) 토큰을 넣을지 정합니다.</translation>
    </message>
    <message>
      <source>newest ✕</source>
      <translation>최신 ✕</translation>
    </message>
  </context>
  <context>
    <name>SummaryModel</name>
    <message>
      <source>Cells</source>
      <translation>셀</translation>
    </message>
    <message>
      <source>Model</source>
      <translation>모델</translation>
    </message>
    <message>
      <source>Setting</source>
      <translation>설정</translation>
    </message>
    <message>
      <source>Template</source>
      <translation>템플릿</translation>
    </message>
    <message>
      <source>Wilson's score interval, 95 %</source>
      <translation>윌슨 점수 구간, 95%</translation>
    </message>
    <message>
      <source>mean {mean} of {n} rows</source>
      <translation>{n}행의 평균 {mean}</translation>
    </message>
    <message>
      <source>no interval: one row</source>
      <translation>행이 하나라 구간이 없습니다</translation>
    </message>
    <message>
      <source>nothing to compare with yet</source>
      <translation>아직 비교할 것이 없습니다</translation>
    </message>
    <message>
      <source>percentile bootstrap over rows, 95 %, 2,000 samples</source>
      <translation>행에 대한 백분위 부트스트랩, 95%, 표본 2,000개</translation>
    </message>
    <message>
      <source>{score}, held out</source>
      <translation>{score}, 따로 둔 행</translation>
    </message>
  </context>
  <context>
    <name>SurpriseView</name>
    <message>
      <source>A model expects some tokens and is surprised by others. Each token is tinted by its log-probability, and the total says how well the model knows the text.</source>
      <translation>모델은 어떤 토큰은 예상하고 어떤 토큰에는 놀라요. 토큰마다 로그 확률에 따라 색을 입히고, 합계로 모델이 이 글을 얼마나 잘 아는지 보여 줘요.</translation>
    </message>
    <message>
      <source>Choose a model</source>
      <translation>모델 고르기</translation>
    </message>
    <message>
      <source>Score the text</source>
      <translation>확률 재기</translation>
    </message>
    <message>
      <source>Score this text again, and keep it as a run</source>
      <translation>이 글의 확률을 다시 재고 실행으로 남겨요</translation>
    </message>
    <message>
      <source>Score {n} tokens</source>
      <translation>토큰 {n}개의 확률 재기</translation>
    </message>
    <message>
      <source>Scoring…</source>
      <translation>확률을 재는 중…</translation>
    </message>
    <message>
      <source>See what surprises the model</source>
      <translation>모델이 무엇에 놀라는지 보세요</translation>
    </message>
    <message>
      <source>Surprise</source>
      <translation>놀람</translation>
    </message>
    <message>
      <source>ln p: 0</source>
      <translation>ln p: 0</translation>
    </message>
    <message>
      <source>−{most} or less; the bar's height says the same</source>
      <translation>−{most} 이하, 막대 높이도 같은 뜻</translation>
    </message>
  </context>
  <context>
    <name>TableView</name>
    <message>
      <source>Table</source>
      <translation>표</translation>
    </message>
  </context>
  <context>
    <name>TextsEditor</name>
    <message>
      <source>Add sample sentences</source>
      <translation>예문 넣기</translation>
    </message>
    <message>
      <source>One text on each line</source>
      <translation>한 줄에 텍스트 하나</translation>
    </message>
    <message>
      <source>Texts, one on each line</source>
      <translation>텍스트, 한 줄에 하나</translation>
    </message>
    <message>
      <source>The text under study</source>
      <translation>살펴볼 텍스트</translation>
    </message>
    <message>
      <source>and {n} more, one on each line</source>
      <translation>그 밖에 {n}개, 한 줄에 하나</translation>
    </message>
  </context>
  <context>
    <name>TimeStrip</name>
    <message>
      <source>Adds a row for each token that the Playground writes; the slider goes back in time. The grid follows up to four times a second.</source>
      <translation>플레이그라운드가 쓰는 토큰마다 행이 하나씩 늘어나요. 슬라이더로 앞선 때로 돌아갈 수 있어요. 전체 격자는 1초에 네 번까지 따라와요.</translation>
    </message>
    <message>
      <source>Before the first of {total} tokens</source>
      <translation>첫 토큰 앞(모두 {total}개)</translation>
    </message>
    <message>
      <source>Earlier rows don't change when a token is added: no token reads a later one.</source>
      <translation>토큰이 늘어도 앞의 행은 바뀌지 않아요. 뒤의 토큰을 읽는 토큰은 없으니까요.</translation>
    </message>
    <message>
      <source>Show what was written</source>
      <translation>이어 쓴 글도 보기</translation>
    </message>
    <message>
      <source>So many of the written tokens are there</source>
      <translation>보이는 이어 쓴 토큰 수</translation>
    </message>
    <message>
      <source>Token {n} of {total}: {token}</source>
      <translation>토큰 {n}/{total}: {token}</translation>
    </message>
    <message>
      <source>{n} tokens so far</source>
      <translation>지금까지 토큰 {n}개</translation>
    </message>
    <message>
      <source>{n} tokens were written</source>
      <translation>이어 쓴 토큰 {n}개</translation>
    </message>
  </context>
  <context>
    <name>TokenFlow</name>
    <message>
      <source>Continuation</source>
      <translation>이어 쓴 글</translation>
    </message>
    <message>
      <source>⋯ {n} characters before
</source>
      <translation>⋯ 앞에 {n}자 더 있음
</translation>
    </message>
  </context>
  <context>
    <name>TokenMatrix</name>
    <message>
      <source>What each token counts for each that was asked about</source>
      <translation>물은 토큰마다 각 토큰의 몫</translation>
    </message>
    <message>
      <source>{column} comes too late to count for {row}</source>
      <translation>{column} 토큰은 뒤에 와서 {row}에 영향이 없음</translation>
    </message>
    <message>
      <source>{column} for {row}: {value}</source>
      <translation>{row}에 대한 {column}의 몫: {value}</translation>
    </message>
  </context>
  <context>
    <name>TokenStrip</name>
    <message>
      <source>Arrow keys walk the tokens, Shift extends. The table shows the same data.</source>
      <translation>화살표 키로 토큰을 옮겨 다니고 Shift로 넓힙니다. 표에 같은 내용이 있습니다.</translation>
    </message>
    <message>
      <source>Tokens of the text</source>
      <translation>글의 토큰</translation>
    </message>
  </context>
  <context>
    <name>TokenTable</name>
    <message>
      <source>Table of the tokens</source>
      <translation>토큰 표</translation>
    </message>
  </context>
  <context>
    <name>TokenTableModel</name>
    <message>
      <source>#</source>
      <translation>#</translation>
    </message>
    <message>
      <source>Byte span</source>
      <translation>바이트 범위</translation>
    </message>
    <message>
      <source>Bytes</source>
      <translation>바이트</translation>
    </message>
    <message>
      <source>Character span</source>
      <translation>글자 범위</translation>
    </message>
    <message>
      <source>Id</source>
      <translation>id</translation>
    </message>
    <message>
      <source>In the vocabulary</source>
      <translation>어휘 속 표기</translation>
    </message>
    <message>
      <source>Kind</source>
      <translation>종류</translation>
    </message>
    <message>
      <source>Token</source>
      <translation>토큰</translation>
    </message>
    <message>
      <source>part of “{text}”</source>
      <translation>“{text}”의 일부</translation>
    </message>
    <message>
      <source>special</source>
      <translation>특수 토큰</translation>
    </message>
    <message>
      <source>unknown</source>
      <translation>모름</translation>
    </message>
    <message>
      <source>virtual</source>
      <translation>가상</translation>
    </message>
  </context>
  <context>
    <name>TokenView</name>
    <message>
      <source>Choose a token: the map then shows what is given to it</source>
      <translation>토큰을 고르면 그 토큰에 주는 가중치를 보여 줍니다</translation>
    </message>
    <message>
      <source>Colours from 0 to {high}; point at a cell for its number</source>
      <translation>색은 0에서 {high}까지. 칸을 가리키면 숫자가 나옵니다</translation>
    </message>
    <message>
      <source>Gives to a token</source>
      <translation>토큰에 주는 가중치</translation>
    </message>
    <message>
      <source>Heads, highest first</source>
      <translation>헤드, 높은 것부터</translation>
    </message>
    <message>
      <source>How far {token} reads: mean distance in tokens</source>
      <translation>{token}: 얼마나 멀리 읽는지 (평균 거리, 토큰)</translation>
    </message>
    <message>
      <source>How the weights of several selected tokens become one</source>
      <translation>고른 여러 토큰의 가중치를 하나로 만드는 방법</translation>
    </message>
    <message>
      <source>How widely {token} reads: entropy in nats</source>
      <translation>{token}: 얼마나 넓게 읽는지 (엔트로피, 나트)</translation>
    </message>
    <message>
      <source>Reads far</source>
      <translation>멀리 읽음</translation>
    </message>
    <message>
      <source>Reads widely</source>
      <translation>넓게 읽음</translation>
    </message>
    <message>
      <source>Rests on the sink</source>
      <translation>싱크에 놓임</translation>
    </message>
    <message>
      <source>Several tokens</source>
      <translation>여러 토큰</translation>
    </message>
    <message>
      <source>Token</source>
      <translation>토큰</translation>
    </message>
    <message>
      <source>What of {token} rests on the first token, {key}</source>
      <translation>{token}에서 첫 토큰 {key}에 놓인 가중치</translation>
    </message>
    <message>
      <source>What the map shows</source>
      <translation>지도가 보여 주는 것</translation>
    </message>
    <message>
      <source>What {token} gives to {key}</source>
      <translation>{token}에서 {key}(으)로 가는 가중치</translation>
    </message>
    <message>
      <source>mean of them</source>
      <translation>평균</translation>
    </message>
    <message>
      <source>strongest of them</source>
      <translation>가장 강한 것</translation>
    </message>
    <message>
      <source>sum of them</source>
      <translation>합</translation>
    </message>
    <message>
      <source>{n} tokens, {first} … {last}</source>
      <translation>토큰 {n}개, {first} … {last}</translation>
    </message>
    <message>
      <source>{token} reads, mean of all heads</source>
      <translation>{token}: 읽는 대상, 모든 헤드의 평균</translation>
    </message>
  </context>
  <context>
    <name>TokenWords</name>
    <message>
      <source>Token {number} of {total}: {words}</source>
      <translation>토큰 {number}/{total}: {words}</translation>
    </message>
    <message>
      <source>byte {start} to {end} · character {first} to {last}</source>
      <translation>바이트 {start}–{end} · 글자 {first}–{last}</translation>
    </message>
    <message>
      <source>bytes: {hex}</source>
      <translation>바이트: {hex}</translation>
    </message>
    <message>
      <source>id {id}</source>
      <translation>id {id}</translation>
    </message>
    <message>
      <source>in the vocabulary: {spelling}</source>
      <translation>어휘 속 표기: {spelling}</translation>
    </message>
    <message>
      <source>part {part} of {parts} of “{text}”</source>
      <translation>“{text}”의 {parts}조각 중 {part}번째</translation>
    </message>
    <message>
      <source>special: added by the tokenizer, not read from the text</source>
      <translation>특수 토큰: 글에 없고 토크나이저가 넣은 것</translation>
    </message>
    <message>
      <source>unknown: the vocabulary has nothing for “{text}”</source>
      <translation>모르는 토큰: 어휘에 “{text}”에 맞는 것이 없음</translation>
    </message>
  </context>
  <context>
    <name>TokenizerBox</name>
    <message>
      <source>Open a file…</source>
      <translation>파일 열기…</translation>
    </message>
    <message>
      <source>Open a tokenizer</source>
      <translation>토크나이저 열기</translation>
    </message>
    <message>
      <source>The model under study</source>
      <translation>살펴보는 모델</translation>
    </message>
    <message>
      <source>Tokenizer</source>
      <translation>토크나이저</translation>
    </message>
    <message>
      <source>Under study: {name}</source>
      <translation>살펴보는 모델: {name}</translation>
    </message>
  </context>
  <context>
    <name>TokensNotes</name>
    <message>
      <source>Invisible characters in the text: {names}</source>
      <translation>글 속의 보이지 않는 문자: {names}</translation>
    </message>
    <message>
      <source>Normalise to NFC</source>
      <translation>NFC로 정규화</translation>
    </message>
    <message>
      <source>Not in normal form NFC: {n} characters. In NFC the text looks the same, has {composed} and tokenizes differently.</source>
      <translation>NFC 정규형이 아닙니다. 글자가 {n}개입니다. NFC로는 똑같이 보이면서 {composed}개가 되고 토큰도 달라집니다.</translation>
    </message>
    <message>
      <source>This tokenizer loses part of the text ({characters}). It comes back as: {text}</source>
      <translation>이 토크나이저는 글의 일부({characters})를 잃습니다. 되돌리면: {text}</translation>
    </message>
    <message>
      <source>Too long for this model: {n} tokens, it reads at most {n_ctx}. Shorten the text by {excess} tokens or more.</source>
      <translation>이 모델에는 너무 깁니다. 토큰이 {n}개인데 최대 {n_ctx}개까지 읽습니다. {excess}개 이상 줄이세요.</translation>
    </message>
    <message>
      <source>{n} more</source>
      <translation>외 {n}개</translation>
    </message>
    <message>
      <source>{n} of {all} Hangul syllables are cut into bytes: this model hardly knows Korean, don't trust what it writes in it.</source>
      <translation>한글 음절 {all}개 가운데 {n}개가 바이트로 잘립니다. 이 모델은 한국어를 거의 모르니 한국어로 쓴 것을 믿지 마세요.</translation>
    </message>
  </context>
  <context>
    <name>TokensPanel</name>
    <message>
      <source>A model reads numbers, not letters: its tokenizer cuts a text into tokens. Choose a model to see its cuts.</source>
      <translation>모델은 글자가 아니라 숫자를 읽습니다. 토크나이저가 글을 토큰으로 자릅니다. 모델을 골라 어디서 잘리는지 보세요.</translation>
    </message>
    <message>
      <source>Choose a model</source>
      <translation>모델 고르기</translation>
    </message>
    <message>
      <source>See the text as the model reads it</source>
      <translation>모델이 읽는 그대로 글을 봅니다</translation>
    </message>
    <message>
      <source>Tokens</source>
      <translation>토큰</translation>
    </message>
    <message>
      <source>Type a text above: each token appears here as a chip with its id; characters that are cut show their bytes.</source>
      <translation>위에 글을 쓰면 토큰마다 id가 붙은 칩으로 나타납니다. 잘린 글자는 바이트로 보입니다.</translation>
    </message>
    <message>
      <source>View</source>
      <translation>보기</translation>
    </message>
  </context>
  <context>
    <name>TokensWords</name>
    <message>
      <source>A beginning-of-text token is put before it, as asked.</source>
      <translation>요청대로 글 앞에 시작 토큰이 붙습니다.</translation>
    </message>
    <message>
      <source>Nothing is put before it, as asked.</source>
      <translation>요청대로 글 앞에 아무것도 붙지 않습니다.</translation>
    </message>
    <message>
      <source>Nothing is put before it.</source>
      <translation>글 앞에 아무것도 붙지 않습니다.</translation>
    </message>
    <message>
      <source>Stored run {id} · {when} UTC · {model}</source>
      <translation>저장된 실행 {id} · {when} UTC · {model}</translation>
    </message>
    <message>
      <source>The text goes in as it is.</source>
      <translation>글이 있는 그대로 들어갑니다.</translation>
    </message>
    <message>
      <source>The text goes in through the model's chat template, as a user's message.</source>
      <translation>글은 모델의 채팅 템플릿을 거쳐 사용자 메시지로 들어갑니다.</translation>
    </message>
    <message>
      <source>Use this text</source>
      <translation>이 글 사용</translation>
    </message>
    <message>
      <source>{before} is put before it and {after} after it.</source>
      <translation>글 앞에는 {before}, 뒤에는 {after} 토큰이 붙습니다.</translation>
    </message>
    <message>
      <source>{tokens} tokens · {characters} characters · {bytes} bytes · {ratio} tokens per character</source>
      <translation>토큰 {tokens}개 · 글자 {characters}개 · {bytes}바이트 · 글자당 토큰 {ratio}개</translation>
    </message>
    <message>
      <source>{token} is put after it.</source>
      <translation>글 뒤에 {token} 토큰이 붙습니다.</translation>
    </message>
    <message>
      <source>{token} is put before it.</source>
      <translation>글 앞에 {token} 토큰이 붙습니다.</translation>
    </message>
  </context>
  <context>
    <name>TrainForm</name>
    <message>
      <source>Byte pairs (BPE)</source>
      <translation>바이트 쌍(BPE)</translation>
    </message>
    <message>
      <source>Bytes</source>
      <translation>바이트</translation>
    </message>
    <message>
      <source>Choose text files…</source>
      <translation>텍스트 파일 고르기…</translation>
    </message>
    <message>
      <source>Kind</source>
      <translation>종류</translation>
    </message>
    <message>
      <source>Least frequency</source>
      <translation>최소 빈도</translation>
    </message>
    <message>
      <source>Measure against</source>
      <translation>비교 대상</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>이름</translation>
    </message>
    <message>
      <source>Normal form</source>
      <translation>정규형</translation>
    </message>
    <message>
      <source>Pieces from</source>
      <translation>조각의 바탕</translation>
    </message>
    <message>
      <source>Separated by spaces; they come first in the vocabulary.</source>
      <translation>공백으로 나눕니다. 어휘의 맨 앞에 놓입니다.</translation>
    </message>
    <message>
      <source>Spaces as ▁</source>
      <translation>공백을 ▁로</translation>
    </message>
    <message>
      <source>Special tokens</source>
      <translation>특수 토큰</translation>
    </message>
    <message>
      <source>Text (*.txt *.md);;All files (*)</source>
      <translation>텍스트 (*.txt *.md);;모든 파일 (*)</translation>
    </message>
    <message>
      <source>Texts</source>
      <translation>텍스트</translation>
    </message>
    <message>
      <source>Texts to train on</source>
      <translation>학습할 텍스트</translation>
    </message>
    <message>
      <source>Train the tokenizer</source>
      <translation>토크나이저 학습</translation>
    </message>
    <message>
      <source>Vocabulary size</source>
      <translation>어휘 크기</translation>
    </message>
    <message>
      <source>Words</source>
      <translation>단어</translation>
    </message>
    <message>
      <source>as it is</source>
      <translation>그대로</translation>
    </message>
    <message>
      <source>{name} and {more} more</source>
      <translation>{name} 외 {more}개</translation>
    </message>
  </context>
  <context>
    <name>TrainView</name>
    <message>
      <source>A tokenizer learns from texts which pieces deserve a token of their own. Train one on your own texts: it is measured on lines it has not seen, and can then be chosen wherever a tokenizer can.</source>
      <translation>토크나이저는 어떤 조각이 토큰이 될 만한지를 텍스트에서 배웁니다. 가진 텍스트로 학습해 보세요. 보지 않은 줄로 재어 보고, 토크나이저를 고르는 모든 곳에서 쓸 수 있습니다.</translation>
    </message>
    <message>
      <source>Building the vocabulary…</source>
      <translation>어휘를 만드는 중…</translation>
    </message>
    <message>
      <source>Choose text files…</source>
      <translation>텍스트 파일 고르기…</translation>
    </message>
    <message>
      <source>Choose {name} under Compare and Vocabulary, on the command line (--model {name}), or as the tokenizer of a recipe.</source>
      <translation>비교와 어휘, 명령줄(--model {name}), 레시피의 토크나이저에서 고를 수 있습니다: {name}.</translation>
    </message>
    <message>
      <source>Its longest tokens:</source>
      <translation>가장 긴 토큰:</translation>
    </message>
    <message>
      <source>Measured on lines it has seen, for the texts have too few to keep any apart:</source>
      <translation>따로 둘 줄이 모자라, 학습한 줄로 재었습니다:</translation>
    </message>
    <message>
      <source>Measured on {lines} lines that were kept apart:</source>
      <translation>따로 둔 {lines}줄로 재었습니다:</translation>
    </message>
    <message>
      <source>Measuring on lines kept apart…</source>
      <translation>따로 둔 줄로 재는 중…</translation>
    </message>
    <message>
      <source>Reading the texts…</source>
      <translation>텍스트를 읽는 중…</translation>
    </message>
    <message>
      <source>Run {id}.</source>
      <translation>실행 {id}.</translation>
    </message>
    <message>
      <source>Train</source>
      <translation>학습</translation>
    </message>
    <message>
      <source>Train a tokenizer on your texts</source>
      <translation>내 텍스트로 토크나이저 학습하기</translation>
    </message>
    <message>
      <source>{name}: {tokens} tokens, learned from {lines} lines ({size}) in {seconds} s.</source>
      <translation>{name}: {lines}줄({size})에서 {seconds}초 만에 배운 토큰 {tokens}개.</translation>
    </message>
  </context>
  <context>
    <name>Training</name>
    <message>
      <source>done</source>
      <translation>완료</translation>
    </message>
    <message>
      <source>failed</source>
      <translation>실패</translation>
    </message>
    <message>
      <source>interrupted</source>
      <translation>끊김</translation>
    </message>
    <message>
      <source>running</source>
      <translation>진행 중</translation>
    </message>
    <message>
      <source>stopped</source>
      <translation>멈춤</translation>
    </message>
    <message>
      <source>waits</source>
      <translation>기다림</translation>
    </message>
  </context>
  <context>
    <name>TrainingPanel</name>
    <message>
      <source>Kept as the model {name}.</source>
      <translation>모델로 남겼습니다: {name}</translation>
    </message>
    <message>
      <source>Training</source>
      <translation>학습</translation>
    </message>
    <message>
      <source>View</source>
      <translation>보기</translation>
    </message>
  </context>
  <context>
    <name>TreeView</name>
    <message>
      <source>1 branch pruned.</source>
      <translation>가지 1개를 잘랐어요.</translation>
    </message>
    <message>
      <source>As JSON…</source>
      <translation>JSON으로…</translation>
    </message>
    <message>
      <source>As an outline…</source>
      <translation>개요 글로…</translation>
    </message>
    <message>
      <source>Copy the outline</source>
      <translation>개요 복사</translation>
    </message>
    <message>
      <source>Deletes every run that passes this row (Delete). It can be undone.</source>
      <translation>이 줄을 지나는 실행을 모두 지워요 (Delete). 되돌릴 수 있어요.</translation>
    </message>
    <message>
      <source>Every branch is kept here. Pick a token, go on with another one in its place, and the tree grows.</source>
      <translation>모든 가지가 여기 남아요. 토큰을 고르고 그 자리에서 다른 토큰으로 이어 쓰면 나무가 자라요.</translation>
    </message>
    <message>
      <source>Give the run that ends in this row a name (F2).</source>
      <translation>이 줄에서 끝나는 실행에 이름을 붙여요 (F2).</translation>
    </message>
    <message>
      <source>Name…</source>
      <translation>이름…</translation>
    </message>
    <message>
      <source>One run so far. Go on with another token at any step, and its branch appears here.</source>
      <translation>아직 실행이 하나예요. 어느 단계에서든 다른 토큰으로 이어 쓰면 가지가 여기에 나타나요.</translation>
    </message>
    <message>
      <source>Prune</source>
      <translation>자르기</translation>
    </message>
    <message>
      <source>Save tree</source>
      <translation>나무 저장</translation>
    </message>
    <message>
      <source>Saved {name}.</source>
      <translation>저장했습니다: {name}</translation>
    </message>
    <message>
      <source>Undo</source>
      <translation>되돌리기</translation>
    </message>
    <message>
      <source>{n} branches pruned.</source>
      <translation>가지 {n}개를 잘랐어요.</translation>
    </message>
    <message>
      <source>{n} older branches are not shown.</source>
      <translation>더 오래된 가지 {n}개는 보이지 않아요.</translation>
    </message>
  </context>
  <context>
    <name>TripleMap</name>
    <message>
      <source>Maps of A, of B and of their difference; arrows walk the cells of all three, + and − zoom, 0 shows all</source>
      <translation>A, B, 그 차이의 지도. 화살표로 세 지도의 칸을 함께 옮겨 다니고 +, −로 확대·축소하고 0으로 전체를 봐요</translation>
    </message>
  </context>
  <context>
    <name>TypeWords</name>
    <message>
      <source>A head is named “{type}” from {limit} on, if {n} queries or more were counted.</source>
      <translation>쿼리 {n}개 이상에서 점수가 {limit} 이상이면 “{type}” 헤드라고 부릅니다.</translation>
    </message>
    <message>
      <source>Duplicate</source>
      <translation>중복</translation>
    </message>
    <message>
      <source>First</source>
      <translation>첫 토큰</translation>
    </message>
    <message>
      <source>Induction</source>
      <translation>유도</translation>
    </message>
    <message>
      <source>Local</source>
      <translation>근처</translation>
    </message>
    <message>
      <source>Mean weight from a token that was there before to the token behind its earlier occurrence (Olsson et al. 2022, arXiv 2209.11895).</source>
      <translation>앞에 나온 적 있는 토큰이 그때의 바로 다음 토큰에 두는 평균 가중치 (Olsson 외 2022, arXiv 2209.11895).</translation>
    </message>
    <message>
      <source>Mean weight on other occurrences of the same token (Wang et al. 2022, arXiv 2211.00593).</source>
      <translation>같은 토큰이 나온 다른 자리에 두는 평균 가중치 (Wang 외 2022, arXiv 2211.00593).</translation>
    </message>
    <message>
      <source>Mean weight on the first position: the attention sink (Xiao et al. 2023, arXiv 2309.17453).</source>
      <translation>첫 위치에 두는 평균 가중치, 곧 어텐션 싱크 (Xiao 외 2023, arXiv 2309.17453).</translation>
    </message>
    <message>
      <source>Mean weight on the token before (Voita et al. 2019, arXiv 1905.09418).</source>
      <translation>바로 앞 토큰에 두는 평균 가중치 (Voita 외 2019, arXiv 1905.09418).</translation>
    </message>
    <message>
      <source>Mean weight on the token behind (Voita et al. 2019, arXiv 1905.09418).</source>
      <translation>바로 뒤 토큰에 두는 평균 가중치 (Voita 외 2019, arXiv 1905.09418).</translation>
    </message>
    <message>
      <source>Mean weight on the token itself and the {n} nearest on each side that it sees, where it has a choice.</source>
      <translation>토큰 자신과, 볼 수 있는 쪽마다 가장 가까운 토큰 {n}개에 두는 평균 가중치. 고를 토큰이 넉넉한 자리만 셉니다.</translation>
    </message>
    <message>
      <source>Mean weight on the tokens put around the text, such as [SEP] (Clark et al. 2019, arXiv 1906.04341).</source>
      <translation>[SEP]처럼 텍스트 앞뒤에 붙는 토큰에 두는 평균 가중치 (Clark 외 2019, arXiv 1906.04341).</translation>
    </message>
    <message>
      <source>Next</source>
      <translation>다음</translation>
    </message>
    <message>
      <source>Previous</source>
      <translation>이전</translation>
    </message>
    <message>
      <source>Special</source>
      <translation>특수</translation>
    </message>
    <message>
      <source>Uniform</source>
      <translation>고름</translation>
    </message>
    <message>
      <source>What the weights share with equal weights on all tokens seen: 1 is a plain average.</source>
      <translation>보이는 모든 토큰에 똑같이 나눈 가중치와 겹치는 몫. 1이면 단순 평균입니다.</translation>
    </message>
    <message>
      <source>duplicate token</source>
      <translation>중복 토큰</translation>
    </message>
    <message>
      <source>first token (sink)</source>
      <translation>첫 토큰 (싱크)</translation>
    </message>
    <message>
      <source>induction</source>
      <translation>유도</translation>
    </message>
    <message>
      <source>local</source>
      <translation>근처</translation>
    </message>
    <message>
      <source>next token</source>
      <translation>다음 토큰</translation>
    </message>
    <message>
      <source>previous token</source>
      <translation>이전 토큰</translation>
    </message>
    <message>
      <source>special tokens</source>
      <translation>특수 토큰</translation>
    </message>
    <message>
      <source>uniform</source>
      <translation>고름</translation>
    </message>
  </context>
  <context>
    <name>TypesModel</name>
    <message>
      <source>Distance</source>
      <translation>거리</translation>
    </message>
    <message>
      <source>Entropy, nats</source>
      <translation>엔트로피, nats</translation>
    </message>
    <message>
      <source>Head</source>
      <translation>헤드</translation>
    </message>
    <message>
      <source>Layer and head</source>
      <translation>레이어와 헤드</translation>
    </message>
    <message>
      <source>Mean distance between a token and those that it reads, by weight, in tokens</source>
      <translation>토큰과 그 토큰이 읽는 토큰들 사이의 가중 평균 거리 (토큰 수)</translation>
    </message>
    <message>
      <source>Mean entropy of the weights in nats; the bar: as a share of what equal weights would have</source>
      <translation>가중치의 평균 엔트로피(nats). 막대는 가중치가 모두 같을 때의 엔트로피에 대한 비율입니다</translation>
    </message>
    <message>
      <source>The first type, from left to right, whose score reaches its threshold</source>
      <translation>왼쪽부터 보아 점수가 기준에 이른 첫 유형</translation>
    </message>
    <message>
      <source>The same of the weight that isn't on the first token, in tokens: a sink would hide it</source>
      <translation>첫 토큰에 둔 것을 뺀 나머지 가중치의 평균 거리 (토큰 수). 싱크가 있으면 가려지는 값입니다</translation>
    </message>
    <message>
      <source>Type</source>
      <translation>유형</translation>
    </message>
    <message>
      <source>Without first</source>
      <translation>첫 토큰 제외</translation>
    </message>
  </context>
  <context>
    <name>TypesTable</name>
    <message>
      <source>Heads and their types</source>
      <translation>헤드와 그 유형</translation>
    </message>
  </context>
  <context>
    <name>TypesView</name>
    <message>
      <source>A type says where a head reads in such a sequence. It doesn't say what the head does for an answer: ablate it to see.</source>
      <translation>유형은 이런 토큰열에서 헤드가 어디를 읽는지를 말합니다. 답에 어떤 역할을 하는지는 말하지 않으니, 헤드를 꺼서 확인하세요.</translation>
    </message>
    <message>
      <source>Measured on</source>
      <translation>측정 대상</translation>
    </message>
    <message>
      <source>Measuring the heads…</source>
      <translation>헤드를 측정하는 중…</translation>
    </message>
    <message>
      <source>Random tokens</source>
      <translation>무작위 토큰</translation>
    </message>
    <message>
      <source>Random tokens, all different, twice in a row: nothing but the repetition foretells the second half.</source>
      <translation>서로 다른 무작위 토큰을 두 번 이어 씁니다. 뒤의 절반은 반복으로만 예측할 수 있습니다.</translation>
    </message>
    <message>
      <source>Seed of the random tokens</source>
      <translation>무작위 토큰의 시드</translation>
    </message>
    <message>
      <source>The text under study, where meaning and position are mixed.</source>
      <translation>살펴보는 텍스트. 뜻과 위치의 영향이 섞여 있습니다.</translation>
    </message>
    <message>
      <source>This text</source>
      <translation>이 텍스트</translation>
    </message>
    <message>
      <source>Types</source>
      <translation>유형</translation>
    </message>
    <message>
      <source>this text, {n} tokens</source>
      <translation>이 텍스트, 토큰 {n}개</translation>
    </message>
    <message>
      <source>{n} of {total} heads without a type</source>
      <translation>유형 없음 {n}개 (헤드 {total}개 중)</translation>
    </message>
    <message>
      <source>{sequences} sequences of {length} random tokens, twice in a row, seed {seed}</source>
      <translation>무작위 토큰 {length}개를 두 번 이은 토큰열 {sequences}개, 시드 {seed}</translation>
    </message>
  </context>
  <context>
    <name>Undo</name>
    <message>
      <source>Redo</source>
      <translation>다시 실행</translation>
    </message>
    <message>
      <source>Redo: {what}</source>
      <translation>다시 실행: {what}</translation>
    </message>
    <message>
      <source>Undo</source>
      <translation>되돌리기</translation>
    </message>
    <message>
      <source>Undo: {what}</source>
      <translation>되돌리기: {what}</translation>
    </message>
  </context>
  <context>
    <name>VirtualLanes</name>
    <message>
      <source>Many tokens of this model were never learned and all point one way, so chance gives no measure of nearness.</source>
      <translation>이 모델에는 배운 적 없이 모두 한 방향을 가리키는 토큰이 많아, 우연과 견주어 가까움을 잴 수 없습니다.</translation>
    </message>
    <message>
      <source>Nearest to {name} at step {step}, by centred cosine:</source>
      <translation>{step}단계에서 {name}에 가장 가까운 토큰 (중심 코사인):</translation>
    </message>
    <message>
      <source>One pair in twenty of random tokens is nearer than {score}.</source>
      <translation>무작위 토큰 스무 쌍에 하나는 {score}보다 가깝습니다.</translation>
    </message>
    <message>
      <source>virtual {n}</source>
      <translation>가상 {n}</translation>
    </message>
  </context>
  <context>
    <name>VirtualPage</name>
    <message>
      <source>Nearest token of each virtual token, over the steps</source>
      <translation>단계에 따른 가상 토큰별 가장 가까운 토큰</translation>
    </message>
    <message>
      <source>nearest token of each virtual token; without colour: no nearer ({score}) than random tokens may be</source>
      <translation>가상 토큰마다 가장 가까운 토큰. 색이 없으면 무작위 토큰만큼({score})밖에 가깝지 않음</translation>
    </message>
  </context>
  <context>
    <name>VocabularyModel</name>
    <message>
      <source>Bytes</source>
      <translation>바이트</translation>
    </message>
    <message>
      <source>Id</source>
      <translation>id</translation>
    </message>
    <message>
      <source>Kind</source>
      <translation>종류</translation>
    </message>
    <message>
      <source>Length of its row in the open model's token embedding, and its distance from the mean in standard deviations</source>
      <translation>열린 모델의 토큰 임베딩에서 그 행의 길이와, 평균에서 떨어진 거리(표준편차)</translation>
    </message>
    <message>
      <source>Length, bytes</source>
      <translation>길이(바이트)</translation>
    </message>
    <message>
      <source>Merge</source>
      <translation>병합</translation>
    </message>
    <message>
      <source>Norm (z)</source>
      <translation>노름 (z)</translation>
    </message>
    <message>
      <source>Reached</source>
      <translation>도달</translation>
    </message>
    <message>
      <source>The place of the merge that makes it; byte-pair encodings only</source>
      <translation>이 토큰을 만드는 병합의 순서. BPE에만 있습니다</translation>
    </message>
    <message>
      <source>Token</source>
      <translation>토큰</translation>
    </message>
    <message>
      <source>Whether reading the token's own text gives the token</source>
      <translation>토큰 자신의 텍스트를 읽으면 그 토큰이 나오는지</translation>
    </message>
    <message>
      <source>added</source>
      <translation>추가됨</translation>
    </message>
    <message>
      <source>inside words</source>
      <translation>단어 안에서</translation>
    </message>
    <message>
      <source>never</source>
      <translation>없음</translation>
    </message>
    <message>
      <source>no token</source>
      <translation>토큰 없음</translation>
    </message>
    <message>
      <source>one byte</source>
      <translation>한 바이트</translation>
    </message>
    <message>
      <source>part of a character</source>
      <translation>글자의 일부</translation>
    </message>
    <message>
      <source>reserved</source>
      <translation>예약됨</translation>
    </message>
    <message>
      <source>special</source>
      <translation>특수 토큰</translation>
    </message>
    <message>
      <source>yes</source>
      <translation>예</translation>
    </message>
  </context>
  <context>
    <name>VocabularyTable</name>
    <message>
      <source>Table of the vocabulary</source>
      <translation>어휘 표</translation>
    </message>
  </context>
  <context>
    <name>VocabularyView</name>
    <message>
      <source>12 or 10-20</source>
      <translation>12 또는 10-20</translation>
    </message>
    <message>
      <source>A part of a token</source>
      <translation>토큰의 일부</translation>
    </message>
    <message>
      <source>All tokens</source>
      <translation>모든 토큰</translation>
    </message>
    <message>
      <source>Bytes</source>
      <translation>바이트</translation>
    </message>
    <message>
      <source>Every entry with its bytes and its merge, and which of them no text ever becomes. Search by text, id, bytes or a pattern.</source>
      <translation>모든 항목의 바이트와 병합, 그리고 어떤 텍스트로도 나오지 않는 토큰을 봅니다. 텍스트, 번호, 바이트, 패턴으로 찾을 수 있습니다.</translation>
    </message>
    <message>
      <source>Id</source>
      <translation>id</translation>
    </message>
    <message>
      <source>Look into a vocabulary</source>
      <translation>어휘 들여다보기</translation>
    </message>
    <message>
      <source>Never reached</source>
      <translation>도달할 수 없음</translation>
    </message>
    <message>
      <source>Parts of characters</source>
      <translation>글자의 일부</translation>
    </message>
    <message>
      <source>Put into the text</source>
      <translation>텍스트에 넣기</translation>
    </message>
    <message>
      <source>Read it</source>
      <translation>읽기</translation>
    </message>
    <message>
      <source>Reading the vocabulary…</source>
      <translation>어휘를 읽는 중…</translation>
    </message>
    <message>
      <source>Regular expression</source>
      <translation>정규식</translation>
    </message>
    <message>
      <source>Search by</source>
      <translation>찾는 방법</translation>
    </message>
    <message>
      <source>Search the vocabulary</source>
      <translation>어휘에서 찾기</translation>
    </message>
    <message>
      <source>Special</source>
      <translation>특수</translation>
    </message>
    <message>
      <source>Text</source>
      <translation>글</translation>
    </message>
    <message>
      <source>This token is a part of a character and no text by itself.</source>
      <translation>이 토큰은 글자의 일부라서 그 자체로는 텍스트가 아닙니다.</translation>
    </message>
    <message>
      <source>Trying each token…</source>
      <translation>토큰을 하나씩 시험하는 중…</translation>
    </message>
    <message>
      <source>Unused</source>
      <translation>쓰이지 않음</translation>
    </message>
    <message>
      <source>Unusual norms</source>
      <translation>특이한 노름</translation>
    </message>
    <message>
      <source>Vocabulary</source>
      <translation>어휘</translation>
    </message>
    <message>
      <source>Which tokens</source>
      <translation>보여 줄 토큰</translation>
    </message>
    <message>
      <source>{shown} of {all} tokens · double click or Enter puts one into the text, behind the selection</source>
      <translation>토큰 {all}개 가운데 {shown}개 · 두 번 누르거나 Enter를 치면 선택한 자리 뒤에 들어갑니다</translation>
    </message>
  </context>
  <context>
    <name>Waiting</name>
    <message>
      <source>Cancel</source>
      <translation>취소</translation>
    </message>
    <message>
      <source>Progress</source>
      <translation>진행률</translation>
    </message>
  </context>
  <context>
    <name>WaterfallPlot</name>
    <message>
      <source>How the parts add up, layer by layer</source>
      <translation>레이어마다 부분이 더해지는 과정</translation>
    </message>
    <message>
      <source>{name}: {value} → {sum}</source>
      <translation>{name}: {value} → {sum}</translation>
    </message>
  </context>
  <context>
    <name>WhatIfWatch</name>
    <message>
      <source>These settings are not those of the run.</source>
      <translation>지금 설정은 이 실행의 설정과 달라요.</translation>
    </message>
    <message>
      <source>Token {number} (“{token}”): {why}.</source>
      <translation>토큰 {number} (“{token}”): {why}.</translation>
    </message>
    <message>
      <source>What stands behind it holds for the old path only.</source>
      <translation>그 뒤의 글은 옛 길에서만 맞아요.</translation>
    </message>
    <message>
      <source>With these settings the same tokens would have come out.</source>
      <translation>이 설정이어도 같은 토큰이 나왔을 거예요.</translation>
    </message>
    <message>
      <source>With these settings token {number} would be “{other}” instead of “{token}”.</source>
      <translation>이 설정이면 토큰 {number}: “{token}” 대신 “{other}”.</translation>
    </message>
    <message>
      <source>With these settings: {token}</source>
      <translation>이 설정이면: {token}</translation>
    </message>
    <message>
      <source>not decidable from what is stored: the answer lies among tokens beyond the stored ones</source>
      <translation>저장된 것으로는 알 수 없어요. 답이 저장되지 않은 토큰에 있어요</translation>
    </message>
    <message>
      <source>not decidable from what is stored: this run did not keep its random numbers</source>
      <translation>저장된 것으로는 알 수 없어요. 이 실행은 뽑은 수를 남기지 않았어요</translation>
    </message>
    <message>
      <source>not decidable from what is stored: this run kept no logits, which one of the stages needs</source>
      <translation>저장된 것으로는 알 수 없어요. 한 단계에 필요한 로짓을 이 실행은 남기지 않았어요</translation>
    </message>
    <message>
      <source>only if what stands before it had come all the same</source>
      <translation>앞의 글이 그대로 나왔을 때만</translation>
    </message>
  </context>
  <context>
    <name>WordList</name>
    <message>
      <source>Words of the text</source>
      <translation>텍스트의 낱말</translation>
    </message>
  </context>
  <context>
    <name>WordModel</name>
    <message>
      <source>Tokens</source>
      <translation>토큰</translation>
    </message>
    <message>
      <source>Word</source>
      <translation>낱말</translation>
    </message>
  </context>
  <context>
    <name>WordsBox</name>
    <message>
      <source>Merges the tokens of a word: what is read is summed over them, what reads is their mean. Rows still sum to 1.</source>
      <translation>한 단어의 토큰을 합칩니다. 읽히는 쪽은 더하고 읽는 쪽은 평균합니다. 행의 합은 그대로 1입니다.</translation>
    </message>
    <message>
      <source>Words</source>
      <translation>단어</translation>
    </message>
  </context>
  <context>
    <name>Workspace</name>
    <message>
      <source>Attention</source>
      <translation>어텐션</translation>
    </message>
    <message>
      <source>Embeddings</source>
      <translation>임베딩</translation>
    </message>
    <message>
      <source>Fetch a model</source>
      <translation>모델 받기</translation>
    </message>
    <message>
      <source>Library</source>
      <translation>라이브러리</translation>
    </message>
    <message>
      <source>Playground</source>
      <translation>플레이그라운드</translation>
    </message>
    <message>
      <source>Runs</source>
      <translation>실행</translation>
    </message>
    <message>
      <source>Saved pictures ({endings})</source>
      <translation>저장한 그림 ({endings})</translation>
    </message>
    <message>
      <source>Tokens</source>
      <translation>토큰</translation>
    </message>
    <message>
      <source>Training</source>
      <translation>학습</translation>
    </message>
    <message>
      <source>Try again</source>
      <translation>다시 시도</translation>
    </message>
  </context>
  <context>
    <name>Writing</name>
    <message>
      <source>Answer</source>
      <translation>답</translation>
    </message>
    <message>
      <source>Text</source>
      <translation>글</translation>
    </message>
  </context>
  <context>
    <name>ZoomButtons</name>
    <message>
      <source>Fit</source>
      <translation>전체</translation>
    </message>
    <message>
      <source>Show the whole text</source>
      <translation>텍스트 전체 보기</translation>
    </message>
    <message>
      <source>Zoom in</source>
      <translation>확대</translation>
    </message>
    <message>
      <source>Zoom out</source>
      <translation>축소</translation>
    </message>
  </context>
  <context>
    <name>_Rows</name>
    <message>
      <source>clean: {a}
corrupt: {b}</source>
      <translation>원래 글: {a}
바꾼 글: {b}</translation>
    </message>
    <message>
      <source>nothing: not patched</source>
      <translation>없음: 패치하지 않음</translation>
    </message>
  </context>
  <context>
    <name>catalogue</name>
    <message>
      <source>A small English chat model, 4-bit weights. It hardly knows Korean.</source>
      <translation>작은 영어 대화 모델, 4비트 가중치. 한국어는 거의 모릅니다.</translation>
    </message>
    <message>
      <source>Continues texts in many languages and writes Korean, 4-bit to 8-bit weights. It has not learned to chat.</source>
      <translation>여러 언어의 글을 이어 쓰고 한국어도 쓰는 모델, 4~8비트 가중치. 대화는 배우지 않았습니다.</translation>
    </message>
    <message>
      <source>Fills in hidden words, Korean and English. Ships with the app.</source>
      <translation>가려진 낱말을 채웁니다(한국어, 영어). 앱에 들어 있습니다.</translation>
    </message>
    <message>
      <source>Translates number words, English and Korean. Ships with the app.</source>
      <translation>수를 나타내는 말을 옮깁니다(영어, 한국어). 앱에 들어 있습니다.</translation>
    </message>
    <message>
      <source>Turns English sentences into vectors that can be compared. It cannot read most Korean syllables.</source>
      <translation>영어 문장을 서로 비교할 수 있는 벡터로 바꿉니다. 한글 음절은 대부분 읽지 못합니다.</translation>
    </message>
    <message>
      <source>Writes simple Korean and English sentences. Ships with the app.</source>
      <translation>간단한 한국어와 영어 문장을 씁니다. 앱에 들어 있습니다.</translation>
    </message>
  </context>
  <context>
    <name>cells</name>
    <message>
      <source>{done} of {all} cells</source>
      <translation>칸 {all}개 중 {done}개</translation>
    </message>
    <message>
      <source>{done} of {all} cells, {failed} failed</source>
      <translation>칸 {all}개 중 {done}개, 실패 {failed}개</translation>
    </message>
  </context>
  <context>
    <name>errors</name>
    <message>
      <source>A GGUF file begins with 47 47 55 46 (GGUF).</source>
      <translation>GGUF 파일은 47 47 55 46(GGUF)으로 시작합니다.</translation>
    </message>
    <message>
      <source>A child process sent something unreadable: {reason}.</source>
      <translation>자식 프로세스가 읽을 수 없는 것을 보냈습니다: {reason}.</translation>
    </message>
    <message>
      <source>A column of the variables is called {name}.</source>
      <translation>변수 표에 쓸 수 없는 열 이름이 있습니다: {name}</translation>
    </message>
    <message>
      <source>A file of pairs has two words and a score on each line; one of analogies four words, with “: name” above each section.</source>
      <translation>쌍 파일은 줄마다 두 낱말과 점수가 있고, 유추 파일은 줄마다 네 낱말이 있으며 절 앞에 “: 이름”이 옵니다.</translation>
    </message>
    <message>
      <source>A gradient of {model} is not a finite number in {dtype}.</source>
      <translation>{model}의 기울기가 {dtype}에서 유한한 수가 아닙니다.</translation>
    </message>
    <message>
      <source>A grid is templates times rows times models times settings times seeds; one of them is empty.</source>
      <translation>그리드는 템플릿 × 행 × 모델 × 설정 × 시드인데, 그중 하나가 비어 있습니다.</translation>
    </message>
    <message>
      <source>A line has the columns template, the two sides and, if wanted, continuation; texts with a comma stand in quotes.</source>
      <translation>한 줄에는 template 열, 양쪽 열 두 개, 필요하면 continuation 열이 있습니다. 쉼표가 든 텍스트는 따옴표로 감쌉니다.</translation>
    </message>
    <message>
      <source>A message of {size_bytes} bytes was refused; the limit is {limit_bytes}.</source>
      <translation>{size_bytes}바이트 메시지를 거부했습니다. 한도는 {limit_bytes}바이트입니다.</translation>
    </message>
    <message>
      <source>A name has letters, digits, hyphens, dots and underscores, at most 64, and begins with a letter or digit.</source>
      <translation>이름은 글자, 숫자, 하이픈, 점, 밑줄로 이루어지고 최대 64자이며 글자나 숫자로 시작합니다.</translation>
    </message>
    <message>
      <source>A pattern that can match in very many ways, such as (a+)+, is tried in all of them.</source>
      <translation>(a+)+처럼 매우 많은 방식으로 맞을 수 있는 패턴은 그 모든 방식으로 시도됩니다.</translation>
    </message>
    <message>
      <source>A pickle can run any program while it is loaded.</source>
      <translation>피클 파일은 불러오는 동안 어떤 프로그램이든 실행할 수 있습니다.</translation>
    </message>
    <message>
      <source>A picture can claim any size, so that much is not taken on trust.</source>
      <translation>그림은 어떤 크기든 내세울 수 있으므로 그만큼은 믿고 읽지 않습니다.</translation>
    </message>
    <message>
      <source>A query is an item, a word, or a sum such as king - man + woman.</source>
      <translation>질의는 항목, 낱말, 또는 king - man + woman 같은 합입니다.</translation>
    </message>
    <message>
      <source>A stored value cannot be read: {reason}.</source>
      <translation>저장된 값을 읽을 수 없습니다: {reason}.</translation>
    </message>
    <message>
      <source>A table is CSV or TSV text whose first line names the columns.</source>
      <translation>표는 첫 줄에 열 이름이 있는 CSV 또는 TSV 텍스트입니다.</translation>
    </message>
    <message>
      <source>A variable is a name in braces, such as {{text}}; a brace that stands for itself is written twice.</source>
      <translation>변수는 중괄호 안에 쓴 이름입니다(예: {{text}}). 중괄호 글자 자체는 두 번 씁니다.</translation>
    </message>
    <message>
      <source>A vocabulary of {vocab_size} is too small.</source>
      <translation>어휘 크기가 너무 작습니다: {vocab_size}.</translation>
    </message>
    <message>
      <source>A word is found where no letter goes before it, and, but for Korean and the like, none follows.</source>
      <translation>낱말은 바로 앞에 글자가 없고, 한국어 등을 제외하면 바로 뒤에도 글자가 없는 자리에서 찾아요.</translation>
    </message>
    <message>
      <source>Add a row, choose one of the built-in tables, or import a CSV file.</source>
      <translation>행을 더하거나, 앱에 들어 있는 표를 고르거나, CSV 파일을 가져오세요.</translation>
    </message>
    <message>
      <source>Add more text, or choose another file.</source>
      <translation>글을 더 넣거나 다른 파일을 고르세요.</translation>
    </message>
    <message>
      <source>Add one.</source>
      <translation>하나 추가하세요.</translation>
    </message>
    <message>
      <source>All of it has to be read, for it is not an NPY file of float32 numbers.</source>
      <translation>float32 수의 NPY 파일이 아니어서 전부 읽어야 합니다.</translation>
    </message>
    <message>
      <source>Allowed is {limit}.</source>
      <translation>허용 범위: {limit}.</translation>
    </message>
    <message>
      <source>An adapter holds only what was added to a model.</source>
      <translation>어댑터에는 모델에 더해진 값만 들어 있습니다.</translation>
    </message>
    <message>
      <source>An adapter holds what was added to a whole model ({base}); of two on top of each other, only the last would be kept.</source>
      <translation>어댑터에는 온전한 모델({base})에 더한 것만 들어 있어서, 두 개를 겹치면 마지막 것만 남습니다.</translation>
    </message>
    <message>
      <source>An n-gram counts what follows what; it makes no steps along a gradient.</source>
      <translation>n-그램은 무엇 뒤에 무엇이 오는지 셀 뿐, 기울기를 따라 움직이지 않습니다.</translation>
    </message>
    <message>
      <source>Another file stands in its place, or its beginning was overwritten.</source>
      <translation>그 자리에 다른 파일이 있거나 앞부분이 덮어쓰였습니다.</translation>
    </message>
    <message>
      <source>Another program holds a transaction open.</source>
      <translation>다른 프로그램이 트랜잭션을 잡고 있습니다.</translation>
    </message>
    <message>
      <source>Another window or command is doing it.</source>
      <translation>다른 창이나 명령이 하고 있습니다.</translation>
    </message>
    <message>
      <source>Ask at another position, or replace words by others of as many tokens.</source>
      <translation>다른 위치에서 묻거나, 토큰 수가 같은 낱말로 바꾸세요.</translation>
    </message>
    <message>
      <source>Ask it in the Playground to go on with a text, or how surprising one is; open a model with weights for the rest.</source>
      <translation>플레이그라운드에서 글을 이어 쓰게 하거나 글이 얼마나 뜻밖인지 물어보세요. 나머지는 가중치가 있는 모델을 여세요.</translation>
    </message>
    <message>
      <source>Available are {known}.</source>
      <translation>쓸 수 있는 것: {known}.</translation>
    </message>
    <message>
      <source>Available are {known}; a stored run may come from another machine.</source>
      <translation>쓸 수 있는 것: {known}. 저장된 실행은 다른 컴퓨터의 것일 수 있습니다.</translation>
    </message>
    <message>
      <source>Both ends are the same point by this metric.</source>
      <translation>이 척도로는 양쪽 끝이 같은 점입니다.</translation>
    </message>
    <message>
      <source>Both sides of row {row} are {text!r}.</source>
      <translation>{row}번째 행의 양쪽이 모두 {text!r}입니다.</translation>
    </message>
    <message>
      <source>Both texts begin with the same token, so their difference is always 0.</source>
      <translation>두 글이 같은 토큰으로 시작하므로 그 차이는 언제나 0입니다.</translation>
    </message>
    <message>
      <source>Both texts give the same stream at this layer.</source>
      <translation>두 글이 이 층에서 같은 흐름을 줍니다.</translation>
    </message>
    <message>
      <source>Bytes {start} to {end} of text {text} hold no token.</source>
      <translation>{text}번 글의 {start}~{end} 바이트 구간에는 토큰이 없어요.</translation>
    </message>
    <message>
      <source>Cancelled.</source>
      <translation>취소했습니다.</translation>
    </message>
    <message>
      <source>Change few words of the clean text, best for others of as many tokens.</source>
      <translation>원래 글에서 낱말 몇 개만 바꾸되, 되도록 토큰 수가 같은 낱말로 바꾸세요.</translation>
    </message>
    <message>
      <source>Change how often it is validated, or train a network.</source>
      <translation>검증 간격을 바꾸거나, 신경망을 학습하세요.</translation>
    </message>
    <message>
      <source>Change one of them, or remove the row.</source>
      <translation>한쪽을 바꾸거나 그 행을 지우세요.</translation>
    </message>
    <message>
      <source>Check `pip config list`, or put the wheel into a folder that pip's find-links names.</source>
      <translation>`pip config list`를 확인하거나, pip의 find-links가 가리키는 폴더에 휠을 두세요.</translation>
    </message>
    <message>
      <source>Check that the download is the model itself, not a web page or a pointer to it.</source>
      <translation>내려받은 것이 웹 페이지나 포인터가 아니라 모델 자체인지 확인하세요.</translation>
    </message>
    <message>
      <source>Check the connection and `pip config list`, then try again.</source>
      <translation>연결과 `pip config list`를 확인한 뒤 다시 해 보세요.</translation>
    </message>
    <message>
      <source>Check the disk, then run `workbench runs check`.</source>
      <translation>디스크를 확인한 뒤 `workbench runs check`를 실행하세요.</translation>
    </message>
    <message>
      <source>Check the file and its permissions.</source>
      <translation>파일과 권한을 확인하세요.</translation>
    </message>
    <message>
      <source>Check the index set for pip; nothing was downloaded.</source>
      <translation>pip에 설정된 인덱스를 확인하세요. 아무것도 내려받지 않았습니다.</translation>
    </message>
    <message>
      <source>Check the model's configuration, or fetch the model again.</source>
      <translation>모델의 설정을 확인하거나 모델을 다시 받으세요.</translation>
    </message>
    <message>
      <source>Check the model's configuration.</source>
      <translation>모델의 설정을 확인하세요.</translation>
    </message>
    <message>
      <source>Check the place, or fetch the model again.</source>
      <translation>위치를 확인하거나 모델을 다시 받으세요.</translation>
    </message>
    <message>
      <source>Check the spelling; `workbench models list` shows the installed models and those that can be fetched.</source>
      <translation>철자를 확인하세요. `workbench models list`로 설치된 모델과 받을 수 있는 모델을 볼 수 있습니다.</translation>
    </message>
    <message>
      <source>Check them with `pip config list`.</source>
      <translation>`pip config list`로 확인하세요.</translation>
    </message>
    <message>
      <source>Choose `auto` for the beginning of the text, or put a prompt before it.</source>
      <translation>텍스트의 시작을 `auto`로 고르거나, 앞에 프롬프트를 두세요.</translation>
    </message>
    <message>
      <source>Choose `auto` or `no`.</source>
      <translation>`auto`나 `no`를 고르세요.</translation>
    </message>
    <message>
      <source>Choose a .gguf file, or a folder with config.json, .safetensors files and tokenizer.json.</source>
      <translation>.gguf 파일이나, config.json과 .safetensors와 tokenizer.json이 있는 폴더를 고르세요.</translation>
    </message>
    <message>
      <source>Choose a file in a common type such as Q8_0 or F16.</source>
      <translation>Q8_0이나 F16처럼 널리 쓰이는 형식의 파일을 고르세요.</translation>
    </message>
    <message>
      <source>Choose a file of words that this set has.</source>
      <translation>이 벡터 모음에 있는 낱말의 파일을 고르세요.</translation>
    </message>
    <message>
      <source>Choose a file that has both, or a folder with tokenizer.json.</source>
      <translation>둘 다 있는 파일이나 tokenizer.json이 있는 폴더를 고르세요.</translation>
    </message>
    <message>
      <source>Choose a file that is stored in one of these.</source>
      <translation>이 중 하나로 저장된 파일을 고르세요.</translation>
    </message>
    <message>
      <source>Choose a model of one of them.</source>
      <translation>그중 하나에 속하는 모델을 고르세요.</translation>
    </message>
    <message>
      <source>Choose a model with one of them, or a folder with tokenizer.json.</source>
      <translation>그중 하나를 쓰는 모델이나 tokenizer.json이 있는 폴더를 고르세요.</translation>
    </message>
    <message>
      <source>Choose a model with one of them.</source>
      <translation>그중 하나를 쓰는 모델을 고르세요.</translation>
    </message>
    <message>
      <source>Choose a model without it.</source>
      <translation>그것이 없는 모델을 고르세요.</translation>
    </message>
    <message>
      <source>Choose a shorter word, or study a shorter text.</source>
      <translation>더 짧은 낱말을 고르거나 더 짧은 글을 살펴보세요.</translation>
    </message>
    <message>
      <source>Choose a smaller region.</source>
      <translation>더 작은 영역을 고르세요.</translation>
    </message>
    <message>
      <source>Choose a smaller vocabulary or a lower minimum frequency, or add text.</source>
      <translation>어휘를 줄이거나 최소 빈도를 낮추거나, 텍스트를 더하세요.</translation>
    </message>
    <message>
      <source>Choose a span within the text.</source>
      <translation>글 안의 구간을 고르세요.</translation>
    </message>
    <message>
      <source>Choose a value in that range.</source>
      <translation>그 범위의 값을 고르세요.</translation>
    </message>
    <message>
      <source>Choose all items.</source>
      <translation>모든 항목을 고르세요.</translation>
    </message>
    <message>
      <source>Choose an installed model, a tokenizer.json, or a file of ranks.</source>
      <translation>설치된 모델, tokenizer.json, 또는 순위 파일을 고르세요.</translation>
    </message>
    <message>
      <source>Choose another checkpoint, or start a new run.</source>
      <translation>다른 체크포인트를 고르거나 새로 시작하세요.</translation>
    </message>
    <message>
      <source>Choose another checkpoint.</source>
      <translation>다른 체크포인트를 고르세요.</translation>
    </message>
    <message>
      <source>Choose another file, or name its columns in the settings of the data (in a terminal `--set 'columns=["text", "label"]'`).</source>
      <translation>다른 파일을 고르거나, 데이터 설정에서 열 이름을 알려 주세요 (터미널에서는 `--set 'columns=["text", "label"]'`)</translation>
    </message>
    <message>
      <source>Choose another file.</source>
      <translation>다른 파일을 고르세요.</translation>
    </message>
    <message>
      <source>Choose another name.</source>
      <translation>다른 이름을 고르세요.</translation>
    </message>
    <message>
      <source>Choose another place.</source>
      <translation>다른 위치를 고르세요.</translation>
    </message>
    <message>
      <source>Choose another token to hold it against, or none.</source>
      <translation>견줄 다른 토큰을 고르거나, 견주지 마세요.</translation>
    </message>
    <message>
      <source>Choose checkpoints of one training.</source>
      <translation>한 학습의 체크포인트들을 고르세요.</translation>
    </message>
    <message>
      <source>Choose fewer items, for example a sample of 10000, or a map of principal components.</source>
      <translation>항목을 더 적게, 예를 들어 10000개만 뽑아 고르거나 주성분 지도를 고르세요.</translation>
    </message>
    <message>
      <source>Choose fewer items, for example a sample of 10000, or close a model.</source>
      <translation>항목을 더 적게, 예를 들어 10000개만 뽑아 고르거나 모델을 하나 닫으세요.</translation>
    </message>
    <message>
      <source>Choose one head of each, or a model of the same shape, such as another checkpoint.</source>
      <translation>양쪽에서 헤드를 하나씩 고르거나, 다른 체크포인트처럼 모양이 같은 모델을 고르세요.</translation>
    </message>
    <message>
      <source>Choose one of them, or give a file of your own with --pairs.</source>
      <translation>그 가운데 하나를 고르거나, --pairs로 자신의 파일을 주세요.</translation>
    </message>
    <message>
      <source>Choose one of them, or install the driver and the matching PyTorch.</source>
      <translation>그중 하나를 고르거나, 드라이버와 그에 맞는 PyTorch를 설치하세요.</translation>
    </message>
    <message>
      <source>Choose one of them, or take the word's vector in a text.</source>
      <translation>그중에서 하나를 고르거나, 글 속에 있는 낱말의 벡터를 쓰세요.</translation>
    </message>
    <message>
      <source>Choose one of them.</source>
      <translation>그중 하나를 고르세요.</translation>
    </message>
    <message>
      <source>Choose one of these two, or ask about a word.</source>
      <translation>둘 중 하나를 고르거나, 낱말로 물으세요.</translation>
    </message>
    <message>
      <source>Choose one of these, or give a TOML file.</source>
      <translation>이 가운데 하나를 고르거나 TOML 파일을 주세요.</translation>
    </message>
    <message>
      <source>Choose one of these, or give the path of a model that is on this computer.</source>
      <translation>이 중 하나를 고르거나, 이 컴퓨터에 있는 모델의 경로를 쓰세요.</translation>
    </message>
    <message>
      <source>Choose one of these: {known}.</source>
      <translation>다음 가운데 고르세요: {known}.</translation>
    </message>
    <message>
      <source>Choose one that is there.</source>
      <translation>있는 것을 고르세요.</translation>
    </message>
    <message>
      <source>Choose other ends.</source>
      <translation>다른 양쪽 끝을 고르세요.</translation>
    </message>
    <message>
      <source>Choose the mean embedding as the baseline, or occlusion.</source>
      <translation>기준으로 평균 임베딩을 고르거나, 가림 방법을 쓰세요.</translation>
    </message>
    <message>
      <source>Choose the same model as .safetensors or .gguf; most publishers offer one.</source>
      <translation>같은 모델을 .safetensors나 .gguf로 고르세요. 대부분의 배포자가 제공합니다.</translation>
    </message>
    <message>
      <source>Choose two texts that differ in what matters.</source>
      <translation>중요한 점이 서로 다른 두 글을 고르세요.</translation>
    </message>
    <message>
      <source>Choose what fits the objective.</source>
      <translation>목표에 맞는 것을 고르세요.</translation>
    </message>
    <message>
      <source>Choose {needed} or more.</source>
      <translation>{needed} 이상을 고르세요.</translation>
    </message>
    <message>
      <source>Close a model, choose a shorter text, or a smaller model.</source>
      <translation>모델을 닫거나, 더 짧은 텍스트나 더 작은 모델을 고르세요.</translation>
    </message>
    <message>
      <source>Close another model, choose bfloat16, or a smaller model.</source>
      <translation>다른 모델을 닫거나, bfloat16이나 더 작은 모델을 고르세요.</translation>
    </message>
    <message>
      <source>Close other programs, or start it in a terminal: `workbench train --preset {name}`.</source>
      <translation>다른 프로그램을 닫거나 터미널에서 시작하세요: `workbench train --preset {name}`</translation>
    </message>
    <message>
      <source>Close that program. What can be held in memory until then is written afterwards.</source>
      <translation>그 프로그램을 닫으세요. 그때까지 메모리에 둘 수 있는 것은 나중에 기록됩니다.</translation>
    </message>
    <message>
      <source>Close the other program or free the disk before the next run.</source>
      <translation>다음 실행 전에 다른 프로그램을 닫거나 디스크를 비우세요.</translation>
    </message>
    <message>
      <source>Close the variable, or write {{{{ or }}}} for a literal brace.</source>
      <translation>변수를 닫거나, 중괄호 글자라면 두 번 쓰세요: {{{{ 또는 }}}}</translation>
    </message>
    <message>
      <source>Clusters and maps by t-SNE and UMAP take libraries that the workbench does without otherwise.</source>
      <translation>군집과 t-SNE·UMAP 지도에는 평소에는 필요 없는 라이브러리가 쓰입니다.</translation>
    </message>
    <message>
      <source>Compare a shorter part of the texts.</source>
      <translation>텍스트를 더 짧게 잘라 비교하세요.</translation>
    </message>
    <message>
      <source>Continuation {number} ({text!r}) adds no token to the text.</source>
      <translation>이어질 말 {number}번({text!r})은 텍스트에 토큰을 하나도 더하지 않습니다.</translation>
    </message>
    <message>
      <source>Convert it first, for example with `iconv -f CP949 -t UTF-8`.</source>
      <translation>먼저 변환하세요. 예: `iconv -f CP949 -t UTF-8`.</translation>
    </message>
    <message>
      <source>Convert the model again with a current converter.</source>
      <translation>최신 변환기로 모델을 다시 변환하세요.</translation>
    </message>
    <message>
      <source>Copy the details and report them; your data is safe.</source>
      <translation>상세 내용을 복사해 알려 주세요. 데이터는 안전합니다.</translation>
    </message>
    <message>
      <source>Correct it, or search for something else.</source>
      <translation>고치거나 다른 것을 찾으세요.</translation>
    </message>
    <message>
      <source>Correct it; a character with a meaning of its own is written with a backslash.</source>
      <translation>고쳐 쓰세요. 특별한 뜻이 있는 글자 앞에는 역슬래시를 붙입니다.</translation>
    </message>
    <message>
      <source>Correct the file or the setting; `workbench train --help` shows an example.</source>
      <translation>파일이나 설정을 고치세요. `workbench train --help`에 예가 있습니다.</translation>
    </message>
    <message>
      <source>Correct the file; `workbench grid --help` shows one.</source>
      <translation>파일을 고치세요. `workbench grid --help`에 예가 있습니다.</translation>
    </message>
    <message>
      <source>Correct the name in the template, or add the column to the variables.</source>
      <translation>템플릿의 이름을 고치거나 변수 표에 그 열을 추가하세요.</translation>
    </message>
    <message>
      <source>Correct the name, or add a column of that name.</source>
      <translation>이름을 고치거나 그 이름의 열을 추가하세요.</translation>
    </message>
    <message>
      <source>Count fewer in a row (architecture.order), or less text; the last checkpoint is kept.</source>
      <translation>한 번에 세는 토큰 수(architecture.order)나 글을 줄이세요. 마지막 체크포인트는 남아 있습니다.</translation>
    </message>
    <message>
      <source>Counting {order} tokens in a row takes {needed} with {n} of them, and {available} are free.</source>
      <translation>토큰 {order}개씩 세려면 지금 {n}개에 메모리가 {needed} 필요합니다. 비어 있는 메모리: {available}.</translation>
    </message>
    <message>
      <source>Data are text files, JSON lines (.jsonl), or tables (.csv, .tsv) with the names of their columns in line 1.</source>
      <translation>데이터는 텍스트 파일, JSON Lines(.jsonl), 첫 줄에 열 이름이 있는 표(.csv, .tsv)입니다.</translation>
    </message>
    <message>
      <source>Decoders continue a text, encoders fill in masks, encoder-decoders answer one text with another.</source>
      <translation>디코더는 글을 이어 쓰고, 인코더는 가린 곳을 채우고, 인코더-디코더는 한 글에 다른 글로 답합니다.</translation>
    </message>
    <message>
      <source>Decoders learn the next token or an answer, encoders hidden tokens, encoder-decoders a target or spans; classes the first two.</source>
      <translation>디코더는 다음 토큰이나 답을, 인코더는 가려진 토큰을, 인코더-디코더는 목표 문장이나 빠진 부분을 배우고, 부류는 앞의 두 가지가 배웁니다.</translation>
    </message>
    <message>
      <source>Each is compared with the others, so there must be two or more different ones.</source>
      <translation>서로 견주므로 다른 것이 둘 이상 있어야 합니다.</translation>
    </message>
    <message>
      <source>Each item is a row of finite numbers, all of one length; a text before them is its label.</source>
      <translation>항목마다 길이가 같은 유한한 수의 행이어야 하고, 그 앞의 글은 이름이 됩니다.</translation>
    </message>
    <message>
      <source>Each row is asked of each template and each model.</source>
      <translation>모든 행을 모든 템플릿과 모델로 물어봅니다.</translation>
    </message>
    <message>
      <source>Fetch it: `workbench models fetch {model}`.</source>
      <translation>받으세요: `workbench models fetch {model}`.</translation>
    </message>
    <message>
      <source>Fetch or convert the model again.</source>
      <translation>모델을 다시 받거나 변환하세요.</translation>
    </message>
    <message>
      <source>Fetch or copy the file again.</source>
      <translation>파일을 다시 받거나 복사하세요.</translation>
    </message>
    <message>
      <source>Fetch or open that model: the picture then opens by itself.</source>
      <translation>그 모델을 내려받거나 여세요. 그러면 그림이 저절로 열립니다.</translation>
    </message>
    <message>
      <source>Fetch the model again, or choose an earlier checkpoint.</source>
      <translation>모델을 다시 받거나 이전 체크포인트를 고르세요.</translation>
    </message>
    <message>
      <source>Fetch the model again.</source>
      <translation>모델을 다시 받으세요.</translation>
    </message>
    <message>
      <source>Fork one of these, or start a new training from its weights: `start = "{fork}"`.</source>
      <translation>이 가운데 하나에서 갈라 내거나, 그 가중치로 새 학습을 시작하세요: `start = "{fork}"`.</translation>
    </message>
    <message>
      <source>Fork or resume it again from this step once the data are back, if that is not what you want.</source>
      <translation>원하던 바가 아니라면 데이터를 되돌린 뒤 이 스텝에서 다시 갈래를 내거나 이어서 학습하세요.</translation>
    </message>
    <message>
      <source>Fork or resume the training that the adapter comes from, start from the whole model, or train all weights (method.kind = "full"): then the adapter is merged first.</source>
      <translation>어댑터를 만든 학습을 이어 가거나 갈래를 내세요. 아니면 온전한 모델에서 시작하거나 모든 가중치를 학습하세요(method.kind = "full"): 그러면 어댑터를 먼저 합칩니다.</translation>
    </message>
    <message>
      <source>Free some space and try again; what has arrived is kept.</source>
      <translation>공간을 비우고 다시 해 보세요. 받은 부분은 남아 있습니다.</translation>
    </message>
    <message>
      <source>Free some space. The training waits, loses nothing, and goes on by itself.</source>
      <translation>공간을 비우세요. 학습은 아무것도 잃지 않고 기다렸다가 저절로 이어집니다.</translation>
    </message>
    <message>
      <source>Free some space. What happened meanwhile is held in memory and written afterwards.</source>
      <translation>공간을 비우세요. 그동안의 일은 메모리에 두었다가 나중에 기록합니다.</translation>
    </message>
    <message>
      <source>Free the database or the disk; the run will say how much it lacks.</source>
      <translation>데이터베이스나 디스크를 비우세요. 빠진 양은 실행에 표시됩니다.</translation>
    </message>
    <message>
      <source>From now on run {ulid} is not recorded completely.</source>
      <translation>이제부터 실행 {ulid}의 기록이 온전하지 않습니다.</translation>
    </message>
    <message>
      <source>Get tokenizer.json from the model's publisher, or choose another model.</source>
      <translation>모델을 배포한 곳에서 tokenizer.json을 다시 받거나 다른 모델을 고르세요.</translation>
    </message>
    <message>
      <source>Give the column another name.</source>
      <translation>열의 이름을 바꾸세요.</translation>
    </message>
    <message>
      <source>Give the text as it is (raw), and choose a model from a source you trust.</source>
      <translation>텍스트를 그대로(raw) 넣고, 믿을 수 있는 곳의 모델을 고르세요.</translation>
    </message>
    <message>
      <source>Give the text as it is (raw), or shorten it.</source>
      <translation>텍스트를 그대로(raw) 넣거나 줄이세요.</translation>
    </message>
    <message>
      <source>Give the text as it is (raw).</source>
      <translation>텍스트를 그대로(raw) 넣으세요.</translation>
    </message>
    <message>
      <source>Give the wording a name, the same one in all of its rows.</source>
      <translation>문장 틀에 이름을 붙이고, 그 틀의 모든 행에 같은 이름을 쓰세요.</translation>
    </message>
    <message>
      <source>Heads of the same number are compared, and there is none for each.</source>
      <translation>번호가 같은 헤드끼리 비교하는데, 짝이 없는 헤드가 있습니다.</translation>
    </message>
    <message>
      <source>Install that model, or write its folder as base_model_name_or_path into adapter_config.json.</source>
      <translation>그 모델을 설치하거나, adapter_config.json의 base_model_name_or_path에 모델 폴더를 적으세요.</translation>
    </message>
    <message>
      <source>Install the package pysqlite3, which brings a current one.</source>
      <translation>최신 SQLite를 담은 pysqlite3 패키지를 설치하세요.</translation>
    </message>
    <message>
      <source>Install them where the workbench runs: pip install scikit-learn openTSNE umap-learn==0.5.12.</source>
      <translation>워크벤치가 실행되는 환경에 설치하세요: pip install scikit-learn openTSNE umap-learn==0.5.12.</translation>
    </message>
    <message>
      <source>It can be a part of a token's text, an id such as 12 or 10-20, bytes such as ED 95 9C, or a regular expression.</source>
      <translation>토큰 텍스트의 일부, 12나 10-20 같은 번호, ED 95 9C 같은 바이트, 또는 정규식을 찾을 수 있습니다.</translation>
    </message>
    <message>
      <source>It follows the rules of Python's re module.</source>
      <translation>파이썬 re 모듈의 규칙을 따릅니다.</translation>
    </message>
    <message>
      <source>It goes on from what that one has learned, which failed.</source>
      <translation>앞의 학습이 배운 것에서 이어 가는데, 그 학습이 실패했어요.</translation>
    </message>
    <message>
      <source>It goes on writing its checkpoints.</source>
      <translation>계속해서 체크포인트를 쓰고 있습니다.</translation>
    </message>
    <message>
      <source>It has ended, or the process that ran it is gone.</source>
      <translation>끝났거나, 실행하던 프로세스가 사라졌습니다.</translation>
    </message>
    <message>
      <source>It has {size_bytes} bytes, none of which is more than a space.</source>
      <translation>{size_bytes}바이트이고, 그 안에는 공백뿐입니다.</translation>
    </message>
    <message>
      <source>It holds tables but not the workbench's mark.</source>
      <translation>표는 있지만 워크벤치의 표시가 없습니다.</translation>
    </message>
    <message>
      <source>It is damaged, or of a kind that is not understood.</source>
      <translation>손상되었거나 지원하지 않는 종류입니다.</translation>
    </message>
    <message>
      <source>It is damaged, or of another model or version.</source>
      <translation>손상되었거나, 다른 모델 또는 다른 버전의 것입니다.</translation>
    </message>
    <message>
      <source>It is empty, or the tokenizer drops all of it, so that there is nothing to score.</source>
      <translation>비어 있거나 토크나이저가 모두 버려서 점수를 매길 것이 없습니다.</translation>
    </message>
    <message>
      <source>It is faulty, asks for something forbidden, or does not accept these messages.</source>
      <translation>템플릿이 잘못되었거나, 금지된 것을 요구하거나, 이 메시지를 받지 않습니다.</translation>
    </message>
    <message>
      <source>It is faulty, or the messages are very long.</source>
      <translation>템플릿이 잘못되었거나 메시지가 너무 깁니다.</translation>
    </message>
    <message>
      <source>It is faulty, or was made to do harm.</source>
      <translation>템플릿이 잘못되었거나 해를 끼치려고 만든 것입니다.</translation>
    </message>
    <message>
      <source>It is half of a character pair, so it isn't valid Unicode; it usually comes from cut or wrongly decoded text.</source>
      <translation>문자 쌍의 반쪽이라 올바른 유니코드가 아닙니다. 잘리거나 잘못 해독된 텍스트에서 흔히 생깁니다.</translation>
    </message>
    <message>
      <source>It is in another encoding, or no CSV file at all; spreadsheets call the right one “CSV UTF-8”.</source>
      <translation>인코딩이 다르거나 CSV 파일이 아닙니다. 스프레드시트에서는 알맞은 형식을 “CSV UTF-8”이라고 부릅니다.</translation>
    </message>
    <message>
      <source>It is known by name, but was not fetched yet.</source>
      <translation>이름은 알지만 아직 받지 않았습니다.</translation>
    </message>
    <message>
      <source>It is not clear which one is meant.</source>
      <translation>어느 것인지 분명하지 않습니다.</translation>
    </message>
    <message>
      <source>It is templates times rows times models times settings times seeds.</source>
      <translation>템플릿 × 행 × 모델 × 설정 × 시드의 수입니다.</translation>
    </message>
    <message>
      <source>It knows {known}; a wrong rule would give wrong tokens silently.</source>
      <translation>아는 규칙: {known}. 잘못된 규칙은 모르는 사이에 틀린 토큰을 냅니다.</translation>
    </message>
    <message>
      <source>It may be damaged or of another version.</source>
      <translation>손상되었거나 다른 버전일 수 있습니다.</translation>
    </message>
    <message>
      <source>It may be damaged, removed, or full.</source>
      <translation>손상되었거나, 빠졌거나, 가득 찼을 수 있습니다.</translation>
    </message>
    <message>
      <source>It may be in another encoding, or no text at all.</source>
      <translation>다른 인코딩이거나, 텍스트가 아닐 수 있습니다.</translation>
    </message>
    <message>
      <source>It may have been deleted.</source>
      <translation>삭제되었을 수 있습니다.</translation>
    </message>
    <message>
      <source>It may have been moved or deleted.</source>
      <translation>옮겨졌거나 삭제되었을 수 있습니다.</translation>
    </message>
    <message>
      <source>It may use {limit_gib} GiB, so that other programs are left in peace.</source>
      <translation>다른 프로그램을 방해하지 않도록 {limit_gib} GiB까지만 쓸 수 있습니다.</translation>
    </message>
    <message>
      <source>It must be the same prompt with nothing to judge in it, and neither empty nor the text itself.</source>
      <translation>같은 프롬프트에서 판단할 내용만 뺀 것이어야 하며, 비어 있거나 텍스트와 똑같으면 안 됩니다.</translation>
    </message>
    <message>
      <source>It needs {missing}.</source>
      <translation>필요한 것: {missing}.</translation>
    </message>
    <message>
      <source>It predicts tokens or makes vectors; a head of classes is put onto it by training.</source>
      <translation>이 모델은 토큰을 예측하거나 벡터를 만듭니다. 부류를 말하는 헤드는 학습할 때 붙습니다.</translation>
    </message>
    <message>
      <source>It reads these families: {known}.</source>
      <translation>읽을 수 있는 계열: {known}.</translation>
    </message>
    <message>
      <source>It reads these kinds: {known}.</source>
      <translation>읽을 수 있는 종류: {known}.</translation>
    </message>
    <message>
      <source>It reads well as {likely}, which it may be.</source>
      <translation>{likely}(으)로는 잘 읽히므로, 그 인코딩일 수 있습니다.</translation>
    </message>
    <message>
      <source>It should be {sha256}; the file was damaged or changed.</source>
      <translation>올바른 값은 {sha256}입니다. 파일이 손상되었거나 바뀌었습니다.</translation>
    </message>
    <message>
      <source>It takes that long, or is another file than was meant.</source>
      <translation>시간이 너무 오래 걸리거나, 뜻한 파일이 아닐 수 있습니다.</translation>
    </message>
    <message>
      <source>It was damaged or changed from outside.</source>
      <translation>손상되었거나 밖에서 바뀌었습니다.</translation>
    </message>
    <message>
      <source>It was made by a newer application.</source>
      <translation>더 새로운 앱에서 만들었습니다.</translation>
    </message>
    <message>
      <source>It was made for another model.</source>
      <translation>다른 모델용으로 만든 어댑터입니다.</translation>
    </message>
    <message>
      <source>It was not saved by this application, or another program has left that out when it saved it again.</source>
      <translation>이 앱에서 저장한 그림이 아니거나, 다른 프로그램이 다시 저장하면서 그 정보를 뺐습니다.</translation>
    </message>
    <message>
      <source>It was not trained on conversations, or the file leaves the template out.</source>
      <translation>대화로 학습하지 않았거나 파일에 템플릿이 빠졌습니다.</translation>
    </message>
    <message>
      <source>It was removed or renamed, or its disk is not connected.</source>
      <translation>지워졌거나 이름이 바뀌었거나, 디스크가 연결되어 있지 않습니다.</translation>
    </message>
    <message>
      <source>It was replaced, or the index is not to be trusted.</source>
      <translation>파일이 바뀌었거나 인덱스를 믿을 수 없습니다.</translation>
    </message>
    <message>
      <source>It was thrown away. Try again, or check the index set for pip.</source>
      <translation>버렸습니다. 다시 해 보거나 pip에 설정된 인덱스를 확인하세요.</translation>
    </message>
    <message>
      <source>It was trained anew or replaced, or the number of a run is another's in a new database. The sha256 of its weights is {found}…, and the adapter was made for {wanted}….</source>
      <translation>모델을 다시 학습했거나 바꾸었거나, 새 데이터베이스에서 실행 번호가 다른 실행의 것이 되었습니다. 가중치의 sha256은 {found}…이고, 어댑터를 만든 가중치는 {wanted}…입니다.</translation>
    </message>
    <message>
      <source>Items are followed by number, and only sets of one shape have the same items.</source>
      <translation>항목은 번호로 따라가므로, 모양이 같은 집합이어야 항목도 같아요.</translation>
    </message>
    <message>
      <source>Its batch is unlike all before it, or the weights are about to run away. No step was made of it.</source>
      <translation>이 배치가 앞의 배치들과 전혀 다르거나, 가중치가 발산하려는 참입니다. 이 배치로는 가중치를 바꾸지 않았습니다.</translation>
    </message>
    <message>
      <source>Its download was interrupted after room had been set aside for it.</source>
      <translation>자리만 먼저 잡아 둔 채 내려받기가 중단됐어요.</translation>
    </message>
    <message>
      <source>Its file holds an encoder without the part that would turn vectors into words; such models are made for comparing sentences.</source>
      <translation>이 파일에는 벡터를 낱말로 바꾸는 부분이 없는 인코더만 들어 있습니다. 이런 모델은 문장을 비교하는 데 씁니다.</translation>
    </message>
    <message>
      <source>Its file was replaced while the grid ran.</source>
      <translation>그리드를 실행하는 동안 모델 파일이 바뀌었습니다.</translation>
    </message>
    <message>
      <source>Its rules may be faulty.</source>
      <translation>규칙이 잘못되었을 수 있습니다.</translation>
    </message>
    <message>
      <source>Its sha256 should be {sha256}; the transfer was damaged, or the file was replaced.</source>
      <translation>올바른 sha256은 {sha256}입니다. 전송이 손상되었거나 파일이 바뀌었습니다.</translation>
    </message>
    <message>
      <source>Its tokenizer does not define one.</source>
      <translation>토크나이저에 정의되어 있지 않습니다.</translation>
    </message>
    <message>
      <source>Its tokenizer makes nothing of this text.</source>
      <translation>이 모델의 토크나이저는 이 글에서 아무 토큰도 만들지 못합니다.</translation>
    </message>
    <message>
      <source>Its tokens would not tell where words begin, so text could not be given back.</source>
      <translation>토큰이 단어가 어디서 시작하는지 알려 주지 않아, 텍스트를 되돌릴 수 없게 됩니다.</translation>
    </message>
    <message>
      <source>Its {n_parameters} parameters are unpacked for computing.</source>
      <translation>계산하려면 매개변수 {n_parameters}개를 풀어야 합니다.</translation>
    </message>
    <message>
      <source>Known are {known}.</source>
      <translation>읽을 수 있는 종류: {known}.</translation>
    </message>
    <message>
      <source>Leave one of them, and write words in the place of the others.</source>
      <translation>하나만 남기고 나머지 자리에는 낱말을 쓰세요.</translation>
    </message>
    <message>
      <source>Leave some out.</source>
      <translation>몇 개를 빼세요.</translation>
    </message>
    <message>
      <source>Leave the choice to the workbench; digits may then differ slightly.</source>
      <translation>워크벤치에 맡기세요. 숫자가 조금 다를 수 있습니다.</translation>
    </message>
    <message>
      <source>Let the prompt end without a space, and the continuation begin with one.</source>
      <translation>프롬프트는 빈칸 없이 끝내고, 이어질 말을 빈칸으로 시작하세요.</translation>
    </message>
    <message>
      <source>Line {line} of the table cannot be read: {reason}.</source>
      <translation>표의 {line}번째 줄을 읽을 수 없습니다: {reason}.</translation>
    </message>
    <message>
      <source>LoRA and prompt tuning as peft saves them are. Choose another folder, or merge it into its model with peft.</source>
      <translation>peft가 저장한 LoRA와 프롬프트 튜닝을 지원합니다. 다른 폴더를 고르거나 peft로 모델에 병합하세요.</translation>
    </message>
    <message>
      <source>Look at its attention and vectors, or open a model with a language-model head, for example starter-masked.</source>
      <translation>어텐션과 벡터를 보거나, 언어 모델 헤드가 있는 모델(예: starter-masked)을 여세요.</translation>
    </message>
    <message>
      <source>Look at its texts in the run's alarm; go on behind them (`--resume`), or from an earlier checkpoint (`--fork`).</source>
      <translation>실행의 경보에서 이 배치의 글을 살펴보세요. 그 뒤부터 이어 가거나(`--resume`), 더 앞의 체크포인트에서 갈라 내세요(`--fork`).</translation>
    </message>
    <message>
      <source>Make it writable, or choose another folder with WORKBENCH_HOME.</source>
      <translation>쓸 수 있게 하거나 WORKBENCH_HOME으로 다른 폴더를 고르세요.</translation>
    </message>
    <message>
      <source>Make it writable, or choose another folder with WORKBENCH_HOME. Work goes on, but is not recorded.</source>
      <translation>쓸 수 있게 하거나 WORKBENCH_HOME으로 다른 폴더를 고르세요. 작업은 계속되지만 기록되지 않습니다.</translation>
    </message>
    <message>
      <source>Maps by t-SNE and UMAP compare every item with every other.</source>
      <translation>t-SNE와 UMAP 지도는 모든 항목을 서로 비교합니다.</translation>
    </message>
    <message>
      <source>Mend that line, or choose another file.</source>
      <translation>그 줄을 고치거나 다른 파일을 고르세요.</translation>
    </message>
    <message>
      <source>Mend that line. The first one holds the headings, for example: template,he,she.</source>
      <translation>그 줄을 고치세요. 첫 줄은 제목이며, 예를 들면 template,he,she입니다.</translation>
    </message>
    <message>
      <source>Mend the file, or save the vectors as NPY or CSV again.</source>
      <translation>파일을 고치거나 벡터를 NPY나 CSV로 다시 저장하세요.</translation>
    </message>
    <message>
      <source>Mend this line, or name columns that there are in the settings of the data (in a terminal `--set 'columns=["text", "label"]'`).</source>
      <translation>이 줄을 고치거나, 데이터 설정에서 있는 열의 이름을 알려 주세요 (터미널에서는 `--set 'columns=["text", "label"]'`)</translation>
    </message>
    <message>
      <source>Mend what made it fail, and go on with the lesson: `workbench lesson --resume {run}`.</source>
      <translation>실패한 원인을 고친 뒤 수업을 이어 가세요: `workbench lesson --resume {run}`.</translation>
    </message>
    <message>
      <source>Models of the family {family} turn queries and keys, or add a number to scores, instead.</source>
      <translation>{family} 계열의 모델은 위치 벡터 대신 쿼리와 키를 회전하거나 점수에 수를 더합니다.</translation>
    </message>
    <message>
      <source>Move it away to start a new one; keep it, for much can be recovered with the sqlite3 tool's `.recover`.</source>
      <translation>새로 시작하려면 다른 곳으로 옮기세요. sqlite3의 `.recover`로 많은 것을 되살릴 수 있으니 지우지 마세요.</translation>
    </message>
    <message>
      <source>Move it away, or choose another folder with WORKBENCH_HOME.</source>
      <translation>다른 곳으로 옮기거나 WORKBENCH_HOME으로 다른 폴더를 고르세요.</translation>
    </message>
    <message>
      <source>Move it away; a new one is made.</source>
      <translation>다른 곳으로 옮기세요. 새 파일이 만들어집니다.</translation>
    </message>
    <message>
      <source>Name an installed model, a folder or a .gguf file; `workbench models list` shows those there are.</source>
      <translation>설치된 모델, 폴더 또는 .gguf 파일을 고르세요. `workbench models list`로 볼 수 있습니다.</translation>
    </message>
    <message>
      <source>Name one of the files.</source>
      <translation>파일 하나를 고르세요.</translation>
    </message>
    <message>
      <source>Name the column that holds classes in the settings of the data (in a terminal `--set 'columns=["text", "label"]'`).</source>
      <translation>데이터 설정에서 부류가 든 열의 이름을 알려 주세요 (터미널에서는 `--set 'columns=["text", "label"]'`)</translation>
    </message>
    <message>
      <source>Name the labels, or take the score away.</source>
      <translation>라벨을 적거나 이 점수를 빼세요.</translation>
    </message>
    <message>
      <source>Name the model that is added to (start = "starter", or a run's checkpoint), or train all weights (method.kind = "full").</source>
      <translation>더할 모델을 정하거나(start = "starter" 또는 실행의 체크포인트) 모든 가중치를 학습하세요(method.kind = "full").</translation>
    </message>
    <message>
      <source>Name the model that it was made for as base_model_name_or_path in adapter_config.json. If it is to be added to this one all the same, remove {file} from the adapter's folder.</source>
      <translation>adapter_config.json의 base_model_name_or_path에 어댑터를 만든 모델을 적으세요. 그래도 이 모델에 더하려면 어댑터 폴더에서 파일을 지우세요: {file}.</translation>
    </message>
    <message>
      <source>Near a baseline of zeros, norms that divide by a stream's length make its output jump.</source>
      <translation>0인 기준 가까이에서는 스트림을 그 길이로 나누는 정규화 때문에 출력이 튑니다.</translation>
    </message>
    <message>
      <source>Nearly every place of a long text has n-grams of its own.</source>
      <translation>긴 글에서는 거의 모든 자리에 저마다의 n-그램이 있습니다.</translation>
    </message>
    <message>
      <source>Neither DISPLAY nor WAYLAND_DISPLAY is set: this is a console or a remote shell.</source>
      <translation>DISPLAY도 WAYLAND_DISPLAY도 없습니다. 콘솔이나 원격 셸입니다.</translation>
    </message>
    <message>
      <source>No file or folder is there, and no installed model has that name.</source>
      <translation>그런 파일이나 폴더가 없고, 그런 이름의 설치된 모델도 없습니다.</translation>
    </message>
    <message>
      <source>No installed model, no trained tokenizer and no file has that name.</source>
      <translation>그런 이름의 설치된 모델도, 학습한 토크나이저도, 파일도 없습니다.</translation>
    </message>
    <message>
      <source>No item is called {text!r}.</source>
      <translation>{text!r}(이)라는 항목이 없습니다.</translation>
    </message>
    <message>
      <source>No model was named.</source>
      <translation>모델을 고르지 않았습니다.</translation>
    </message>
    <message>
      <source>No picture was written to {path}: {reason}.</source>
      <translation>그림을 저장하지 못했습니다: {path}: {reason}.</translation>
    </message>
    <message>
      <source>No right answer is named.</source>
      <translation>정답이 정해지지 않았습니다.</translation>
    </message>
    <message>
      <source>None was written at that step, or the state of the training in it was let go of; of old checkpoints only the model is kept.</source>
      <translation>그 단계에 쓴 것이 없거나, 학습 상태가 지워졌습니다. 오래된 체크포인트는 모델만 남습니다.</translation>
    </message>
    <message>
      <source>None was written yet, or its folder was removed. There are: {known}.</source>
      <translation>아직 쓰이지 않았거나 폴더가 지워졌습니다. 있는 것: {known}.</translation>
    </message>
    <message>
      <source>Nothing is asked for.</source>
      <translation>묻는 것이 없습니다.</translation>
    </message>
    <message>
      <source>Nothing is at that place any more, and no installed model has the same file (sha256 {sha256}).</source>
      <translation>그 자리에 더는 아무것도 없고, 설치된 모델 가운데 같은 파일(sha256 {sha256})도 없습니다.</translation>
    </message>
    <message>
      <source>Nothing is ever overwritten.</source>
      <translation>이미 있는 것은 덮어쓰지 않습니다.</translation>
    </message>
    <message>
      <source>Nothing stands before the first token, so it has no probability.</source>
      <translation>첫 토큰 앞에 아무것도 없어서 그 확률을 알 수 없습니다.</translation>
    </message>
    <message>
      <source>Of older checkpoints only the model is kept once all states of a run take much room. With their state there are: {known}.</source>
      <translation>한 실행의 학습 상태가 자리를 많이 차지하면 오래된 체크포인트는 모델만 남습니다. 상태가 있는 단계: {known}.</translation>
    </message>
    <message>
      <source>Of {n} pairs only {known} have two words that are known here.</source>
      <translation>{n}쌍 가운데 두 낱말이 모두 여기 있는 것은 {known}쌍뿐입니다.</translation>
    </message>
    <message>
      <source>Older ones can damage a database that two programs write to.</source>
      <translation>오래된 버전은 두 프로그램이 함께 쓰는 데이터베이스를 손상시킬 수 있습니다.</translation>
    </message>
    <message>
      <source>One of them was ended or has failed; on Linux the system ends processes when memory runs out ({reason}).</source>
      <translation>그 가운데 하나가 끝났거나 실패했습니다. Linux에서는 메모리가 모자라면 시스템이 프로세스를 끝냅니다({reason}).</translation>
    </message>
    <message>
      <source>Only a generation that got as far as its first token can.</source>
      <translation>첫 토큰까지 나온 이어 쓰기만 다시 할 수 있습니다.</translation>
    </message>
    <message>
      <source>Only a grid can be gone on with here.</source>
      <translation>여기서는 그리드만 이어서 실행할 수 있습니다.</translation>
    </message>
    <message>
      <source>Only a lesson can be gone on with here.</source>
      <translation>여기서는 수업만 이어 갈 수 있어요.</translation>
    </message>
    <message>
      <source>Only a model whose prompt was trained has virtual tokens.</source>
      <translation>프롬프트를 학습한 모델에만 가상 토큰이 있습니다.</translation>
    </message>
    <message>
      <source>Only a training can be gone on with.</source>
      <translation>이어 갈 수 있는 것은 학습뿐입니다.</translation>
    </message>
    <message>
      <source>Only tokens in context and sentences can be compared with a text of its own.</source>
      <translation>문맥 속 토큰과 문장만 새 텍스트와 견줄 수 있습니다.</translation>
    </message>
    <message>
      <source>Only two texts can be compared.</source>
      <translation>텍스트 두 개가 있어야 비교할 수 있습니다.</translation>
    </message>
    <message>
      <source>Only what is added would be kept, and not the new weights that it was trained on: nothing could ever open it.</source>
      <translation>더해진 것만 남고 함께 쓰인 새 가중치는 남지 않아, 다시는 열 수 없게 됩니다.</translation>
    </message>
    <message>
      <source>Only {known} are understood; another rule would give wrong numbers silently.</source>
      <translation>아는 방식: {known}. 다른 방식은 모르는 사이에 틀린 숫자를 냅니다.</translation>
    </message>
    <message>
      <source>Open a model of that kind, for example {example}.</source>
      <translation>그런 종류의 모델을 여세요. 예: {example}</translation>
    </message>
    <message>
      <source>Open a model that learns its positions, for example starter-masked.</source>
      <translation>위치를 학습하는 모델(예: starter-masked)을 여세요.</translation>
    </message>
    <message>
      <source>Open a picture of a shorter text.</source>
      <translation>더 짧은 텍스트의 그림을 여세요.</translation>
    </message>
    <message>
      <source>Open another copy of it.</source>
      <translation>다른 사본을 여세요.</translation>
    </message>
    <message>
      <source>Open it over the model that its adapter_config.json names.</source>
      <translation>adapter_config.json에 적힌 모델과 함께 여세요.</translation>
    </message>
    <message>
      <source>Open the model with float32.</source>
      <translation>float32로 모델을 여세요.</translation>
    </message>
    <message>
      <source>Open the picture as it was saved here.</source>
      <translation>여기서 저장한 그대로의 그림을 여세요.</translation>
    </message>
    <message>
      <source>Part of it is kept for validation, and empty lines and fields count nothing.</source>
      <translation>일부는 검증용으로 남겨 두고, 빈 줄과 빈 칸은 세지 않습니다.</translation>
    </message>
    <message>
      <source>Process {rank} of {size} can't reach the others that train with it.</source>
      <translation>프로세스 {rank}(모두 {size}개)이(가) 함께 학습하는 다른 프로세스와 연결되지 않습니다.</translation>
    </message>
    <message>
      <source>Put it back, and the training goes on by itself; or resume it, and a new folder is made.</source>
      <translation>폴더를 되돌리면 학습이 저절로 이어집니다. 계속하기를 누르면 새 폴더를 만듭니다.</translation>
    </message>
    <message>
      <source>Put the data back as they were; or go on with those that are there: fork the run's last checkpoint, or in a terminal `workbench train --resume {run} --other-data`.</source>
      <translation>데이터를 원래대로 되돌리세요. 지금 데이터로 이어 가려면 실행의 마지막 체크포인트에서 갈래를 내거나, 터미널에서 `workbench train --resume {run} --other-data`를 쓰세요.</translation>
    </message>
    <message>
      <source>Put {mask} in the place of a word.</source>
      <translation>낱말 자리에 {mask} 표시를 넣으세요.</translation>
    </message>
    <message>
      <source>PyTorch {torch_version} finds: {known}.</source>
      <translation>PyTorch {torch_version}에서 찾은 것: {known}.</translation>
    </message>
    <message>
      <source>Read them, then accept them (`--accept-license`).</source>
      <translation>읽은 뒤 동의하세요(`--accept-license`).</translation>
    </message>
    <message>
      <source>Remove it, or copy the text again from its source.</source>
      <translation>지우거나 원본에서 텍스트를 다시 복사하세요.</translation>
    </message>
    <message>
      <source>Rename all but one.</source>
      <translation>하나만 남기고 이름을 바꾸세요.</translation>
    </message>
    <message>
      <source>Repetitions inside repetitions, as in (a+)+, can take for ever.</source>
      <translation>(a+)+처럼 반복 안에 반복이 있으면 끝나지 않을 수 있습니다.</translation>
    </message>
    <message>
      <source>Resume from the last checkpoint, or start again with a third of the learning rate or a longer warm-up.</source>
      <translation>마지막 체크포인트에서 이어 가거나, 학습률을 3분의 1로 줄이거나 워밍업을 늘려 다시 시작하세요.</translation>
    </message>
    <message>
      <source>Resume it from its last checkpoint.</source>
      <translation>마지막 체크포인트에서 이어 가세요.</translation>
    </message>
    <message>
      <source>Row {row} ({text!r}) belongs to no template.</source>
      <translation>{row}번째 행({text!r})에 템플릿 이름이 없습니다.</translation>
    </message>
    <message>
      <source>Row {row} has no text for {side}; the other side is {text!r}.</source>
      <translation>{row}번째 행의 “{side}” 쪽에 텍스트가 없습니다. 다른 쪽: {text!r}.</translation>
    </message>
    <message>
      <source>Rows of one wording are counted together, so each needs its name.</source>
      <translation>같은 문장 틀의 행은 함께 세므로 이름이 필요합니다.</translation>
    </message>
    <message>
      <source>Run `workbench doctor`.</source>
      <translation>`workbench doctor`를 실행하세요.</translation>
    </message>
    <message>
      <source>Run `workbench runs check`.</source>
      <translation>`workbench runs check`를 실행하세요.</translation>
    </message>
    <message>
      <source>Run {id} cannot be replayed: it is of kind {kind} and status {status}.</source>
      <translation>실행 {id}번은 다시 할 수 없습니다. 종류: {kind}, 상태: {status}.</translation>
    </message>
    <message>
      <source>Run {id} is no lesson: it is of kind {kind}.</source>
      <translation>{id}번 실행은 수업이 아니에요. 종류: {kind}.</translation>
    </message>
    <message>
      <source>Run {id} is no training: it is of kind {kind}.</source>
      <translation>실행 {id}: 학습이 아닙니다. 종류는 {kind}입니다.</translation>
    </message>
    <message>
      <source>Run {id} is not running.</source>
      <translation>실행 {id}: 지금 돌고 있지 않습니다.</translation>
    </message>
    <message>
      <source>Run {id} is of kind {kind}, not a grid.</source>
      <translation>실행 {id}: 그리드가 아닙니다(종류: {kind}).</translation>
    </message>
    <message>
      <source>Run {id} is training at this moment.</source>
      <translation>실행 {id}: 지금 학습하고 있습니다.</translation>
    </message>
    <message>
      <source>Run {id}{step} has no checkpoint.</source>
      <translation>실행 {id}{step}: 체크포인트가 없습니다.</translation>
    </message>
    <message>
      <source>SQLite {version} is too old; {needed} or newer is needed.</source>
      <translation>SQLite {version} 버전은 너무 오래되었습니다. {needed} 이상이 필요합니다.</translation>
    </message>
    <message>
      <source>Save it as CSV in UTF-8, with a first line of names.</source>
      <translation>첫 줄에 이름을 쓰고 UTF-8 CSV로 저장하세요.</translation>
    </message>
    <message>
      <source>Save it as UTF-8 and import it again.</source>
      <translation>UTF-8로 저장한 뒤 다시 가져오세요.</translation>
    </message>
    <message>
      <source>Save it as UTF-8 text, or choose another file.</source>
      <translation>UTF-8 텍스트로 저장하거나, 다른 파일을 고르세요.</translation>
    </message>
    <message>
      <source>Save it as such a file, which is read piece by piece, or close a model.</source>
      <translation>조각조각 읽을 수 있는 그런 파일로 저장하거나 모델을 닫으세요.</translation>
    </message>
    <message>
      <source>Save the vectors as one of these.</source>
      <translation>벡터를 이 가운데 하나로 저장하세요.</translation>
    </message>
    <message>
      <source>Say what the right answer is, for example {{label}}, or take the score away.</source>
      <translation>정답을 정하거나(예: {{label}}) 이 점수를 빼세요.</translation>
    </message>
    <message>
      <source>See what the others have said last. What was learned up to the last checkpoint is kept: `workbench train --resume RUN` goes on.</source>
      <translation>다른 프로세스가 마지막에 한 말을 살펴보세요. 마지막 체크포인트까지 배운 것은 남아 있어요. `workbench train --resume RUN`으로 이어 가세요.</translation>
    </message>
    <message>
      <source>Set {number} has {b} numbers, the first {a}.</source>
      <translation>{number}번째 집합의 크기는 {b}, 첫째 집합은 {a}예요.</translation>
    </message>
    <message>
      <source>Shorten it by {excess} tokens or more.</source>
      <translation>토큰 {excess}개 이상을 줄이세요.</translation>
    </message>
    <message>
      <source>Something unexpected happened: {reason}.</source>
      <translation>예기치 않은 일이 일어났습니다: {reason}.</translation>
    </message>
    <message>
      <source>Split it.</source>
      <translation>나누어 주세요.</translation>
    </message>
    <message>
      <source>Standard input is not UTF-8: byte {byte} at position {position}.</source>
      <translation>표준 입력이 UTF-8이 아닙니다. 위치 {position}의 바이트 {byte}.</translation>
    </message>
    <message>
      <source>Start the grid again.</source>
      <translation>그리드를 다시 시작하세요.</translation>
    </message>
    <message>
      <source>Stop it first; what it has learned is kept.</source>
      <translation>먼저 멈추세요. 배운 것은 남습니다.</translation>
    </message>
    <message>
      <source>Such a rule can take minutes, or all memory, on a short text; the tokenizers of published models need none.</source>
      <translation>이런 규칙은 짧은 글에서도 몇 분이 걸리거나 메모리를 모두 쓸 수 있어요. 공개된 모델의 토크나이저에는 필요하지 않은 규칙이에요.</translation>
    </message>
    <message>
      <source>Take a part of it.</source>
      <translation>일부만 쓰세요.</translation>
    </message>
    <message>
      <source>Take fewer of one of them.</source>
      <translation>그중 하나를 줄이세요.</translation>
    </message>
    <message>
      <source>That name says where the examples of a few-shot prompt stand.</source>
      <translation>그 이름은 퓨샷 프롬프트에서 예시가 놓일 자리를 뜻합니다.</translation>
    </message>
    <message>
      <source>The adapter {path} does not fit the model: {tensor} is {shape}, and {needed} is needed.</source>
      <translation>어댑터가 모델에 맞지 않습니다({path}). {tensor}: {shape}, 필요한 모양: {needed}.</translation>
    </message>
    <message>
      <source>The app knows {known}.</source>
      <translation>앱이 아는 것: {known}.</translation>
    </message>
    <message>
      <source>The application is ending.</source>
      <translation>프로그램이 끝나는 중입니다.</translation>
    </message>
    <message>
      <source>The arithmetic {dtype} is not available on {device}.</source>
      <translation>{device}에서 {dtype} 계산을 할 수 없습니다.</translation>
    </message>
    <message>
      <source>The arithmetic {dtype} overflowed, or the weights are damaged.</source>
      <translation>{dtype} 계산이 넘쳤거나 가중치가 손상되었습니다.</translation>
    </message>
    <message>
      <source>The axis from {start} to {end} leads nowhere.</source>
      <translation>축에 방향이 없습니다: {start} → {end}.</translation>
    </message>
    <message>
      <source>The certificate, proxy or index set for pip may be wrong.</source>
      <translation>pip에 설정된 인증서, 프록시 또는 인덱스가 잘못되었을 수 있습니다.</translation>
    </message>
    <message>
      <source>The checkpoint {path} can't be gone on from: {reason}.</source>
      <translation>체크포인트 {path}에서 이어 갈 수 없습니다: {reason}.</translation>
    </message>
    <message>
      <source>The checkpoint {path} can't be written: the disk is full.</source>
      <translation>체크포인트를 쓸 수 없습니다({path}). 디스크가 가득 찼습니다.</translation>
    </message>
    <message>
      <source>The choice leaves none of {n}, for example because no label begins a word.</source>
      <translation>고른 조건에 맞는 항목이 {n}개 가운데 하나도 없습니다. 낱말을 시작하는 이름표가 없어서일 수 있습니다.</translation>
    </message>
    <message>
      <source>The column of labels holds something else: numbers that are measured, or whole texts.</source>
      <translation>라벨 열에 측정값이나 긴 글처럼 부류가 아닌 것이 들어 있습니다.</translation>
    </message>
    <message>
      <source>The columns are: {known}.</source>
      <translation>있는 열: {known}.</translation>
    </message>
    <message>
      <source>The connection was lost; {size_bytes} bytes have arrived and are kept.</source>
      <translation>연결이 끊겼습니다. 받은 {size_bytes}바이트는 남아 있습니다.</translation>
    </message>
    <message>
      <source>The database could not be written to for so long that {limit_mib} MiB wait in memory.</source>
      <translation>데이터베이스에 오래 쓰지 못해 {limit_mib} MiB가 메모리에서 기다립니다.</translation>
    </message>
    <message>
      <source>The database is closed already.</source>
      <translation>데이터베이스가 이미 닫혔습니다.</translation>
    </message>
    <message>
      <source>The database stayed locked, or the disk full, until the application ended.</source>
      <translation>프로그램이 끝날 때까지 데이터베이스가 잠겨 있었거나 디스크가 가득 차 있었습니다.</translation>
    </message>
    <message>
      <source>The database {path} cannot be written to: {reason}.</source>
      <translation>데이터베이스에 쓸 수 없습니다: {path}: {reason}.</translation>
    </message>
    <message>
      <source>The database {path} cannot grow: {reason}.</source>
      <translation>데이터베이스가 커질 수 없습니다: {path}: {reason}.</translation>
    </message>
    <message>
      <source>The database {path} has been locked by another program for too long.</source>
      <translation>데이터베이스가 다른 프로그램에 너무 오래 잠겨 있습니다: {path}.</translation>
    </message>
    <message>
      <source>The database {path} is damaged: {reason}.</source>
      <translation>데이터베이스가 손상되었습니다: {path}: {reason}.</translation>
    </message>
    <message>
      <source>The database {path} refused: {reason}.</source>
      <translation>데이터베이스가 거부했습니다: {path}: {reason}.</translation>
    </message>
    <message>
      <source>The database {path} was written by a newer version of the workbench (it has step {version}).</source>
      <translation>데이터베이스를 더 새로운 워크벤치가 썼습니다: {path} (단계 {version}).</translation>
    </message>
    <message>
      <source>The device {device} is not available.</source>
      <translation>장치를 쓸 수 없습니다: {device}.</translation>
    </message>
    <message>
      <source>The disk failed under the database {path}: {reason}.</source>
      <translation>데이터베이스의 디스크에 문제가 생겼습니다: {path}: {reason}.</translation>
    </message>
    <message>
      <source>The disk is full, or a quota is used up.</source>
      <translation>디스크가 가득 찼거나 할당량을 다 썼습니다.</translation>
    </message>
    <message>
      <source>The disk is full.</source>
      <translation>디스크가 가득 찼습니다.</translation>
    </message>
    <message>
      <source>The download of {package} broke off: {reason}.</source>
      <translation>{package} 내려받기가 끊겼습니다: {reason}.</translation>
    </message>
    <message>
      <source>The download of {package} {version} is not the known file: {reason}.</source>
      <translation>내려받은 {package} {version} 파일이 알려진 파일과 다릅니다: {reason}.</translation>
    </message>
    <message>
      <source>The download or copy was cut off.</source>
      <translation>내려받기나 복사가 끊겼습니다.</translation>
    </message>
    <message>
      <source>The file describes another variant than its configuration says; leaving it out would give wrong numbers silently.</source>
      <translation>파일이 설정과 다른 변형을 담고 있습니다. 빼고 계산하면 모르는 사이에 틀린 숫자가 나옵니다.</translation>
    </message>
    <message>
      <source>The file has weights, but not the vocabulary they were trained with.</source>
      <translation>파일에 가중치는 있지만 학습에 쓴 어휘가 없습니다.</translation>
    </message>
    <message>
      <source>The file is damaged, or describes something that does not fit together.</source>
      <translation>파일이 손상되었거나 내용이 서로 맞지 않습니다.</translation>
    </message>
    <message>
      <source>The file is damaged, or its training diverged.</source>
      <translation>파일이 손상되었거나 학습이 발산했습니다.</translation>
    </message>
    <message>
      <source>The file is damaged, or newer than this version of the workbench.</source>
      <translation>파일이 손상되었거나 이 버전의 워크벤치보다 새롭습니다.</translation>
    </message>
    <message>
      <source>The file is damaged, or was changed after it was saved.</source>
      <translation>파일이 손상되었거나 저장한 뒤에 바뀌었습니다.</translation>
    </message>
    <message>
      <source>The file is damaged, or was not written for this purpose.</source>
      <translation>파일이 손상되었거나 이 용도로 만든 것이 아닙니다.</translation>
    </message>
    <message>
      <source>The file is incomplete, or of another family than it says.</source>
      <translation>파일이 온전하지 않거나, 표시된 것과 다른 계열입니다.</translation>
    </message>
    <message>
      <source>The file on the index may have been replaced.</source>
      <translation>인덱스의 파일이 바뀌었을 수 있습니다.</translation>
    </message>
    <message>
      <source>The file was changed from outside, or the disk failed.</source>
      <translation>파일이 밖에서 바뀌었거나 디스크에 문제가 생겼습니다.</translation>
    </message>
    <message>
      <source>The file was cut, changed, or badly written.</source>
      <translation>파일이 잘렸거나, 바뀌었거나, 잘못 쓰였습니다.</translation>
    </message>
    <message>
      <source>The files may hold too little text for this size, or the settings do not go together.</source>
      <translation>이 크기에 비해 텍스트가 너무 적거나, 설정이 서로 맞지 않을 수 있습니다.</translation>
    </message>
    <message>
      <source>The folder may be read-only, or a file stands where a folder is needed.</source>
      <translation>폴더가 읽기 전용이거나, 폴더가 있어야 할 곳에 파일이 있을 수 있습니다.</translation>
    </message>
    <message>
      <source>The folder {path}, which the checkpoints go into, is not there any more.</source>
      <translation>체크포인트를 저장하던 폴더가 없어졌습니다: {path}.</translation>
    </message>
    <message>
      <source>The grid has no {what}.</source>
      <translation>그리드에 {what} 항목이 없습니다.</translation>
    </message>
    <message>
      <source>The grid would have {n_cells} cells; the limit is {limit}.</source>
      <translation>그리드의 셀이 {n_cells}개가 됩니다. 한도는 {limit}개입니다.</translation>
    </message>
    <message>
      <source>The ids come from another tokenizer.</source>
      <translation>다른 토크나이저의 ID입니다.</translation>
    </message>
    <message>
      <source>The index set for pip may not carry all packages.</source>
      <translation>pip에 설정된 인덱스에 모든 패키지가 있지는 않을 수 있습니다.</translation>
    </message>
    <message>
      <source>The kernels {kernels!r} are not available for {dtype} on {device}.</source>
      <translation>{device}의 {dtype} 계산에 쓸 수 없는 커널입니다: {kernels!r}.</translation>
    </message>
    <message>
      <source>The labels are: {labels}.</source>
      <translation>라벨: {labels}.</translation>
    </message>
    <message>
      <source>The last {n_entries} entries of the record were not written to {path}.</source>
      <translation>기록의 마지막 항목 {n_entries}개를 쓰지 못했습니다: {path}.</translation>
    </message>
    <message>
      <source>The loss at step {step} is {loss} nats, where {usual} were usual.</source>
      <translation>{step}단계의 손실이 {loss}nat입니다. 평소에는 {usual}nat였습니다.</translation>
    </message>
    <message>
      <source>The loss is no longer a number at step {step}.</source>
      <translation>{step}단계에서 손실이 더는 수가 아닙니다.</translation>
    </message>
    <message>
      <source>The map has no items.</source>
      <translation>지도에 항목이 없습니다.</translation>
    </message>
    <message>
      <source>The map needs a copy of all that it shows.</source>
      <translation>지도에는 보이는 모든 벡터의 사본이 필요합니다.</translation>
    </message>
    <message>
      <source>The maps hold the weight of every place on every other.</source>
      <translation>지도에는 모든 자리가 다른 모든 자리에 두는 가중치가 들어 있습니다.</translation>
    </message>
    <message>
      <source>The method {method} adds to a model, and this training makes a new one.</source>
      <translation>이 학습은 새 모델을 만드는데, 방법 {method} 자체는 이미 있는 모델에 더하는 것입니다.</translation>
    </message>
    <message>
      <source>The model of this picture, {model}, is not on this computer now.</source>
      <translation>이 그림의 모델({model})이 지금 이 컴퓨터에 없습니다.</translation>
    </message>
    <message>
      <source>The model read {n_read} tokens where {n_planned} were planned.</source>
      <translation>모델이 읽은 토큰 수: {n_read}, 계획한 토큰 수: {n_planned}</translation>
    </message>
    <message>
      <source>The model {model} gave a logit that is not a number at position {position}.</source>
      <translation>모델이 숫자가 아닌 로짓을 냈습니다: {model}, 위치 {position}.</translation>
    </message>
    <message>
      <source>The model {model} is not installed.</source>
      <translation>모델이 설치되지 않았습니다: {model}.</translation>
    </message>
    <message>
      <source>The model {model} is not the one that the adapter {path} was made for: it has other weights.</source>
      <translation>어댑터를 만든 모델과 가중치가 다른 모델입니다: 모델 {model}, 어댑터 {path}.</translation>
    </message>
    <message>
      <source>The model {model}, for which the adapter {path} was made, is not there. {reason}</source>
      <translation>어댑터의 대상 모델이 없습니다. 모델: {model}, 어댑터: {path}. {reason}</translation>
    </message>
    <message>
      <source>The model's chat template failed: {reason}.</source>
      <translation>모델의 대화 템플릿이 실패했습니다: {reason}.</translation>
    </message>
    <message>
      <source>The model's chat template makes too large a text: {size} characters, where {limit} are allowed.</source>
      <translation>모델의 대화 템플릿이 너무 큰 텍스트를 만듭니다: {size}자. 한도는 {limit}자입니다.</translation>
    </message>
    <message>
      <source>The model's chat template took longer than {limit_s} s and was ended.</source>
      <translation>모델의 대화 템플릿이 {limit_s}초를 넘겨 끝냈습니다.</translation>
    </message>
    <message>
      <source>The model's context has that size.</source>
      <translation>모델의 문맥 크기가 그렇습니다.</translation>
    </message>
    <message>
      <source>The models have other numbers of layers and heads: {a} and {b}.</source>
      <translation>두 모델의 레이어와 헤드 수가 다릅니다: {a}, {b}.</translation>
    </message>
    <message>
      <source>The most probable label is sought among two or more.</source>
      <translation>가장 확률이 높은 라벨은 둘 이상 가운데에서 찾습니다.</translation>
    </message>
    <message>
      <source>The name {name} is taken.</source>
      <translation>이미 쓰이는 이름입니다: {name}.</translation>
    </message>
    <message>
      <source>The objective {objective} needs {needed}, and here is: {kind}.</source>
      <translation>목표 {objective}에는 다음이 필요합니다: {needed}. 지금 있는 것: {kind}.</translation>
    </message>
    <message>
      <source>The package index cannot be reached for {package}: {reason}.</source>
      <translation>{package} 패키지의 인덱스에 연결할 수 없습니다: {reason}.</translation>
    </message>
    <message>
      <source>The package index has no {package} {version}.</source>
      <translation>패키지 인덱스에 {package} {version} 버전이 없습니다.</translation>
    </message>
    <message>
      <source>The package index offers another file as {package} {version} than the known one.</source>
      <translation>패키지 인덱스가 알려진 것과 다른 {package} {version} 파일을 내놓습니다.</translation>
    </message>
    <message>
      <source>The package {package} does not hold the model as expected: {reason}.</source>
      <translation>{package} 패키지에 모델이 제대로 들어 있지 않습니다: {reason}.</translation>
    </message>
    <message>
      <source>The prompt to calibrate by is {text!r}.</source>
      <translation>보정에 쓸 프롬프트: {text!r}.</translation>
    </message>
    <message>
      <source>The prompts of a pair end differently, so what would be compared is not the same text.</source>
      <translation>짝을 이루는 두 프롬프트는 끝이 다르므로, 비교되는 텍스트가 서로 달라집니다.</translation>
    </message>
    <message>
      <source>The regular expression {pattern!r} cannot be used: {reason}.</source>
      <translation>쓸 수 없는 정규식입니다: {pattern!r} ({reason})</translation>
    </message>
    <message>
      <source>The regular expression {pattern!r} took longer than {limit_s} s and was given up.</source>
      <translation>정규식 {pattern!r}: {limit_s}초 안에 끝나지 않아 그만두었습니다.</translation>
    </message>
    <message>
      <source>The score {score} has nothing to compare with.</source>
      <translation>점수 {score}에 비교할 정답이 없습니다.</translation>
    </message>
    <message>
      <source>The search for {query} took longer than {limit_s} s and was ended.</source>
      <translation>검색이 {limit_s}초를 넘겨 중단했습니다: {query}.</translation>
    </message>
    <message>
      <source>The special tokens and the characters of the files alone take {needed}.</source>
      <translation>특수 토큰과 파일의 글자만으로도 {needed}개가 필요합니다.</translation>
    </message>
    <message>
      <source>The system did not let another process begin.</source>
      <translation>시스템이 새 프로세스를 시작하지 못하게 했습니다.</translation>
    </message>
    <message>
      <source>The system refused.</source>
      <translation>시스템이 거부했습니다.</translation>
    </message>
    <message>
      <source>The table has no pairs.</source>
      <translation>표에 짝이 없습니다.</translation>
    </message>
    <message>
      <source>The table has {n}; {most} are read.</source>
      <translation>표의 크기: {n}. 읽을 수 있는 한도: {most}.</translation>
    </message>
    <message>
      <source>The template {template!r} has {found!r} in line {line}, which is no variable.</source>
      <translation>템플릿 {template!r}, {line}번째 줄: 변수가 아닌 중괄호 {found!r}</translation>
    </message>
    <message>
      <source>The template {template} asks for {name}, and no column has that name.</source>
      <translation>템플릿 {template}의 변수 {name}: 그런 이름의 열이 없습니다.</translation>
    </message>
    <message>
      <source>The template {template} is empty.</source>
      <translation>템플릿 {template}의 내용이 비어 있습니다.</translation>
    </message>
    <message>
      <source>The tensor {tensor} in {path} has the shape {shape}; the configuration asks for {expected}.</source>
      <translation>텐서의 모양이 다릅니다: {path}의 {tensor}: {shape}. 설정에 따른 모양: {expected}.</translation>
    </message>
    <message>
      <source>The tensor {tensor} in {path} has the unknown type number {type}.</source>
      <translation>텐서의 형식 번호를 알 수 없습니다: {path}의 {tensor}: {type}.</translation>
    </message>
    <message>
      <source>The tensor {tensor} in {path} holds {n_bad} weights that are NaN or infinite.</source>
      <translation>텐서에 NaN이나 무한대인 가중치가 {n_bad}개 있습니다: {path}의 {tensor}.</translation>
    </message>
    <message>
      <source>The tensor {tensor} in {path} is stored as {type}.</source>
      <translation>텐서의 저장 형식: {path}의 {tensor}: {type}.</translation>
    </message>
    <message>
      <source>The text as the tokenizer reads it has {n_bytes} bytes.</source>
      <translation>토크나이저가 읽는 글은 {n_bytes}바이트예요.</translation>
    </message>
    <message>
      <source>The text has {n_masks} masks.</source>
      <translation>텍스트에 마스크가 {n_masks}개 있습니다.</translation>
    </message>
    <message>
      <source>The text has {n_tokens} tokens; {model} reads at most {n_ctx}.</source>
      <translation>텍스트가 토큰 {n_tokens}개입니다. {model} 모델은 {n_ctx}개까지 읽습니다.</translation>
    </message>
    <message>
      <source>The text holds a lone surrogate at character {position}.</source>
      <translation>텍스트의 {position}번째 문자가 짝 없는 서로게이트입니다.</translation>
    </message>
    <message>
      <source>The text is empty.</source>
      <translation>텍스트가 비어 있습니다.</translation>
    </message>
    <message>
      <source>The text is in another encoding, or not text at all.</source>
      <translation>텍스트가 다른 인코딩이거나 텍스트가 아닙니다.</translation>
    </message>
    <message>
      <source>The texts differ in length, and what stands there was left out.</source>
      <translation>두 글의 길이가 다르고, 그 자리의 토큰이 빠졌습니다.</translation>
    </message>
    <message>
      <source>The tokenizer could not be trained: {reason}.</source>
      <translation>토크나이저를 학습할 수 없었습니다: {reason}.</translation>
    </message>
    <message>
      <source>The tokenizer joins the end of {prompt!r} with the beginning of {continuation!r} into one token.</source>
      <translation>토크나이저가 {prompt!r}의 끝과 {continuation!r}의 처음을 한 토큰으로 합칩니다.</translation>
    </message>
    <message>
      <source>The tokenizer of {model} cannot be built: {reason}.</source>
      <translation>{model} 모델의 토크나이저를 만들 수 없습니다: {reason}.</translation>
    </message>
    <message>
      <source>The tokenizer of {model} failed on this text: {reason}.</source>
      <translation>{model} 모델의 토크나이저가 이 텍스트에서 실패했습니다: {reason}.</translation>
    </message>
    <message>
      <source>The tokenizer takes everything between two breaks as one word, here much of the text.</source>
      <translation>토크나이저는 끊기는 곳 사이를 모두 한 낱말로 보는데, 여기서는 글의 대부분이 그래요.</translation>
    </message>
    <message>
      <source>The training could not be started: {reason}.</source>
      <translation>학습을 시작하지 못했습니다: {reason}.</translation>
    </message>
    <message>
      <source>The two texts have {n_places} places; at most {most} are compared.</source>
      <translation>두 텍스트의 자리는 {n_places}개이고, 최대 {most}개까지 비교합니다.</translation>
    </message>
    <message>
      <source>The two texts share no place where a token of one stands beside a token of the other.</source>
      <translation>두 글에는 토큰이 서로 나란히 서는 자리가 하나도 없습니다.</translation>
    </message>
    <message>
      <source>The values given are: {known}.</source>
      <translation>주어진 값: {known}.</translation>
    </message>
    <message>
      <source>The view asked for too much at once.</source>
      <translation>화면이 한꺼번에 너무 많이 요청했습니다.</translation>
    </message>
    <message>
      <source>The weights and the configuration do not belong together, or one is damaged.</source>
      <translation>가중치와 설정이 서로 맞지 않거나 하나가 손상되었습니다.</translation>
    </message>
    <message>
      <source>The words may be in another language, or longer than a token.</source>
      <translation>낱말이 다른 언어이거나 한 토큰보다 길 수 있습니다.</translation>
    </message>
    <message>
      <source>The workbench knows where to find: {known}.</source>
      <translation>워크벤치가 받을 수 있는 모델: {known}.</translation>
    </message>
    <message>
      <source>The workbench needs {limit}; the file may be damaged, or describe a variant that is not supported.</source>
      <translation>필요한 값: {limit}. 파일이 손상되었거나 지원하지 않는 변형일 수 있습니다.</translation>
    </message>
    <message>
      <source>The workbench reads versions {known}.</source>
      <translation>워크벤치가 읽는 버전: {known}.</translation>
    </message>
    <message>
      <source>The workbench reads {known}.</source>
      <translation>워크벤치가 읽는 것: {known}.</translation>
    </message>
    <message>
      <source>The {role} process could not be started: {reason}.</source>
      <translation>{role} 프로세스를 시작할 수 없습니다: {reason}.</translation>
    </message>
    <message>
      <source>The {role} process ended: {cause}.</source>
      <translation>{role} 프로세스가 끝났습니다: {cause}.</translation>
    </message>
    <message>
      <source>The {role} process ran out of memory: {reason}.</source>
      <translation>{role} 프로세스의 메모리가 모자랍니다: {reason}.</translation>
    </message>
    <message>
      <source>Their difference is 0 by nature.</source>
      <translation>차이는 당연히 0입니다.</translation>
    </message>
    <message>
      <source>There are {n_labels} labels to choose from.</source>
      <translation>고를 수 있는 라벨이 {n_labels}개입니다.</translation>
    </message>
    <message>
      <source>There is no checkpoint of step {number} to go back to.</source>
      <translation>되돌아갈 {number}단계의 체크포인트가 없습니다.</translation>
    </message>
    <message>
      <source>There is no direction from {away!r} to {towards!r}.</source>
      <translation>{away!r}에서 {towards!r}(으)로 가는 방향이 없습니다.</translation>
    </message>
    <message>
      <source>There is no display to open the window on.</source>
      <translation>창을 열 화면이 없습니다.</translation>
    </message>
    <message>
      <source>There is no lesson {name}.</source>
      <translation>{name}: 이런 이름의 수업은 없어요.</translation>
    </message>
    <message>
      <source>There is no mask in the text.</source>
      <translation>글에 가린 곳이 없습니다.</translation>
    </message>
    <message>
      <source>There is no model {model}.</source>
      <translation>그런 모델이 없습니다: {model}.</translation>
    </message>
    <message>
      <source>There is no recipe {name}.</source>
      <translation>{name}: 그런 레시피가 없습니다.</translation>
    </message>
    <message>
      <source>There is no room in {path}: {reason}.</source>
      <translation>공간이 없습니다: {path}: {reason}.</translation>
    </message>
    <message>
      <source>There is no run {id}.</source>
      <translation>실행 {id}번이 없습니다.</translation>
    </message>
    <message>
      <source>There is no table {name}.</source>
      <translation>{name}: 그런 표가 없습니다.</translation>
    </message>
    <message>
      <source>There is no tokenizer {tokenizer}.</source>
      <translation>토크나이저가 없습니다: {tokenizer}.</translation>
    </message>
    <message>
      <source>There is no value for the variable {name}.</source>
      <translation>변수 {name}에 넣을 값이 없습니다.</translation>
    </message>
    <message>
      <source>There is nothing to ask.</source>
      <translation>물어볼 것이 없습니다.</translation>
    </message>
    <message>
      <source>There is nothing to compare.</source>
      <translation>비교할 것이 없습니다.</translation>
    </message>
    <message>
      <source>There is nothing to work on.</source>
      <translation>작업할 것이 없습니다.</translation>
    </message>
    <message>
      <source>There may be no network, or the index set for pip is wrong.</source>
      <translation>네트워크가 없거나 pip에 설정된 인덱스가 잘못되었을 수 있습니다.</translation>
    </message>
    <message>
      <source>There were {bytes_before} bytes of {time_before}, {tokens_before} tokens (digest {digest_before}). The training goes on with other rows, as it was told to or as a fork may, and its losses before and after this step are of different texts.</source>
      <translation>전에는 {time_before}의 {bytes_before}바이트, 토큰 {tokens_before}개였습니다(지문 {digest_before}). 그렇게 하라고 했거나 갈래이므로 다른 행으로 학습을 이어 가며, 이 스텝 앞뒤의 손실은 서로 다른 글에서 잰 값입니다.</translation>
    </message>
    <message>
      <source>There were {bytes_before} bytes of {time_before}, {tokens_before} tokens (digest {digest_before}). With other rows it would be another training, and no longer the same to the bit.</source>
      <translation>전에는 {time_before}의 {bytes_before}바이트, 토큰 {tokens_before}개였습니다(지문 {digest_before}). 행이 다르면 다른 학습이 되며, 더는 비트까지 같지 않습니다.</translation>
    </message>
    <message>
      <source>They could not be told apart in the results.</source>
      <translation>결과에서 서로 구별할 수 없습니다.</translation>
    </message>
    <message>
      <source>They differ in length and have no token in common.</source>
      <translation>길이가 다르고 공통된 토큰이 없습니다.</translation>
    </message>
    <message>
      <source>They have to be accepted before it is fetched.</source>
      <translation>받기 전에 동의해야 합니다.</translation>
    </message>
    <message>
      <source>This is a defect of the workbench.</source>
      <translation>워크벤치의 결함입니다.</translation>
    </message>
    <message>
      <source>This may be a defect of the workbench.</source>
      <translation>워크벤치의 결함일 수 있습니다.</translation>
    </message>
    <message>
      <source>This needs {package}, which is not installed ({module} was not found).</source>
      <translation>{package} 패키지가 필요하지만 설치되어 있지 않습니다(찾지 못한 모듈: {module}).</translation>
    </message>
    <message>
      <source>This run has no learning rate that could be changed.</source>
      <translation>이 실행에는 바꿀 학습률이 없습니다.</translation>
    </message>
    <message>
      <source>This version does not know its form and leaves it untouched.</source>
      <translation>이 버전은 그 형식을 모르므로 건드리지 않습니다.</translation>
    </message>
    <message>
      <source>This word has {n_characters} characters; its cuts are followed up to {limit}.</source>
      <translation>이 낱말은 {n_characters}자예요. 잘리는 과정은 {limit}자까지 따라갈 수 있어요.</translation>
    </message>
    <message>
      <source>This would take {size}; {available} are free for it.</source>
      <translation>필요한 크기: {size}, 쓸 수 있는 크기: {available}.</translation>
    </message>
    <message>
      <source>Those that ship with the app are {known}.</source>
      <translation>앱에 들어 있는 표: {known}.</translation>
    </message>
    <message>
      <source>Token id {id} at position {position} is not in the vocabulary of {model}, which has {d_vocab} entries.</source>
      <translation>위치 {position}의 토큰 ID {id}번은 {model} 모델의 어휘({d_vocab}개)에 없습니다.</translation>
    </message>
    <message>
      <source>Token {position} of the clean text, {token!r}, has no counterpart in the corrupt one.</source>
      <translation>원래 글의 토큰 {position}, {token!r}에 맞는 토큰이 바꾼 글에 없습니다.</translation>
    </message>
    <message>
      <source>Tokenize the text with this model's tokenizer.</source>
      <translation>이 모델의 토크나이저로 텍스트를 나누세요.</translation>
    </message>
    <message>
      <source>Tokens are pieces of words, and this one is not among them. Some that contain it: {near}.</source>
      <translation>토큰은 낱말의 조각이며, 그중에 이것은 없습니다. 이것을 포함하는 토큰: {near}.</translation>
    </message>
    <message>
      <source>Train one with the method soft prompt, and open its checkpoint.</source>
      <translation>소프트 프롬프트 방식으로 학습한 뒤 그 체크포인트를 여세요.</translation>
    </message>
    <message>
      <source>Train one: `workbench train --preset sentiment`; or compare labels behind a text, in the Playground's Classify.</source>
      <translation>하나 학습하세요: `workbench train --preset sentiment`. 아니면 플레이그라운드의 분류에서 글 뒤에 올 라벨을 견주어 보세요.</translation>
    </message>
    <message>
      <source>Training reads text in UTF-8 (.txt, a document a line; or a folder of files), JSON lines (.jsonl) and tables (.csv, .tsv).</source>
      <translation>학습은 UTF-8 텍스트(.txt, 한 줄에 문서 하나, 또는 파일이 든 폴더), JSON Lines(.jsonl), 표(.csv, .tsv)를 읽습니다.</translation>
    </message>
    <message>
      <source>Try a shorter text, or fetch the model again.</source>
      <translation>더 짧은 텍스트를 쓰거나 모델을 다시 받으세요.</translation>
    </message>
    <message>
      <source>Try again, or check the index set for pip.</source>
      <translation>다시 해 보거나 pip에 설정된 인덱스를 확인하세요.</translation>
    </message>
    <message>
      <source>Try again, or choose another place.</source>
      <translation>다시 해 보거나 다른 위치를 고르세요.</translation>
    </message>
    <message>
      <source>Try again; it goes on where it stopped.</source>
      <translation>다시 해 보세요. 멈춘 곳부터 이어집니다.</translation>
    </message>
    <message>
      <source>Try again; it is started afresh and the models are reopened.</source>
      <translation>다시 해 보세요. 새로 시작하고 모델을 다시 엽니다.</translation>
    </message>
    <message>
      <source>Try again; it is started afresh.</source>
      <translation>다시 해 보세요. 새로 시작합니다.</translation>
    </message>
    <message>
      <source>Two to {limit} stand side by side.</source>
      <translation>나란히 놓을 수 있는 것은 2~{limit}개입니다.</translation>
    </message>
    <message>
      <source>Type a text.</source>
      <translation>텍스트를 입력하세요.</translation>
    </message>
    <message>
      <source>Type a word.</source>
      <translation>낱말을 입력하세요.</translation>
    </message>
    <message>
      <source>Type another form of it, or several with commas between them.</source>
      <translation>다른 꼴을 입력하거나, 여러 꼴을 쉼표로 나누어 입력하세요.</translation>
    </message>
    <message>
      <source>Type other text, or choose a token from the list of what the model expects.</source>
      <translation>다른 글을 입력하거나, 모델이 예상하는 토큰 목록에서 고르세요.</translation>
    </message>
    <message>
      <source>Update the workbench, or choose another folder with WORKBENCH_HOME.</source>
      <translation>워크벤치를 업데이트하거나 WORKBENCH_HOME으로 다른 폴더를 고르세요.</translation>
    </message>
    <message>
      <source>Update this application, or save the picture anew with it.</source>
      <translation>이 앱을 업데이트하거나, 이 앱에서 그림을 다시 저장하세요.</translation>
    </message>
    <message>
      <source>Use the command line (`workbench --help`), or `workbench screenshot` for pictures.</source>
      <translation>명령줄(`workbench --help`)을 쓰거나 `workbench screenshot`으로 그림을 만드세요.</translation>
    </message>
    <message>
      <source>Wait until that has ended.</source>
      <translation>끝날 때까지 기다리세요.</translation>
    </message>
    <message>
      <source>What is compared stands in the place of one mask, {mask}, and the text around it is left as it is.</source>
      <translation>비교할 말은 마스크({mask}) 하나의 자리에 들어가고, 그 둘레의 텍스트는 그대로 둡니다.</translation>
    </message>
    <message>
      <source>What was asked for only a network has: layers, attention, vectors, or beams over what it has read.</source>
      <translation>층, 어텐션, 벡터, 읽은 것 위의 빔처럼 신경망에만 있는 것을 요청했습니다.</translation>
    </message>
    <message>
      <source>What {path} was made from takes {size_bytes} bytes; at most {limit} are read.</source>
      <translation>{path}에 적힌 정보가 {size_bytes}바이트입니다. 최대 {limit}바이트까지 읽습니다.</translation>
    </message>
    <message>
      <source>With a learning rate of {learning_rate} the weights have run away.</source>
      <translation>학습률 {learning_rate}에서 가중치가 발산했습니다.</translation>
    </message>
    <message>
      <source>Write N/A in the place of what is judged, or turn Calibrate off.</source>
      <translation>판단할 내용의 자리에 N/A를 쓰거나 보정을 끄세요.</translation>
    </message>
    <message>
      <source>Write a text, or delete the template.</source>
      <translation>내용을 쓰거나 템플릿을 지우세요.</translation>
    </message>
    <message>
      <source>Write at least one character that the model reads.</source>
      <translation>모델이 읽는 글자를 하나 이상 쓰세요.</translation>
    </message>
    <message>
      <source>Write it so that each character can match in one way only.</source>
      <translation>각 글자가 한 가지 방식으로만 맞도록 다시 쓰세요.</translation>
    </message>
    <message>
      <source>Write it without them.</source>
      <translation>그런 반복 없이 쓰세요.</translation>
    </message>
    <message>
      <source>Write the missing one, or remove the row.</source>
      <translation>빠진 쪽을 쓰거나 그 행을 지우세요.</translation>
    </message>
    <message>
      <source>Write them into Labels, with {separator} between them.</source>
      <translation>라벨 칸에 적되 사이에 구분 기호({separator})를 넣으세요.</translation>
    </message>
    <message>
      <source>`workbench runs list --kind generate` shows generations.</source>
      <translation>`workbench runs list --kind generate`로 이어 쓰기를 볼 수 있습니다.</translation>
    </message>
    <message>
      <source>`workbench runs list --kind grid` shows grids.</source>
      <translation>`workbench runs list --kind grid`로 그리드를 볼 수 있습니다.</translation>
    </message>
    <message>
      <source>`workbench runs list --kind lesson` shows them.</source>
      <translation>`workbench runs list --kind lesson`을 실행하면 볼 수 있어요.</translation>
    </message>
    <message>
      <source>`workbench runs list --kind train` shows them.</source>
      <translation>`workbench runs list --kind train`으로 볼 수 있습니다.</translation>
    </message>
    <message>
      <source>`workbench runs list` shows those there are.</source>
      <translation>`workbench runs list`로 볼 수 있습니다.</translation>
    </message>
    <message>
      <source>pip's settings cannot be used: {reason}.</source>
      <translation>pip 설정을 쓸 수 없습니다: {reason}.</translation>
    </message>
    <message>
      <source>{arm} with seed {seed} can't begin: {needed} was not trained.</source>
      <translation>{arm}의 학습(시드 {seed})을 시작할 수 없어요. 필요한 {needed}의 학습이 실패했어요.</translation>
    </message>
    <message>
      <source>{count} have the name {name}, and each {what} needs its own.</source>
      <translation>같은 이름 {name}: {count}개. 이름은 저마다 달라야 합니다({what}).</translation>
    </message>
    <message>
      <source>{count} tokenizers were to be compared.</source>
      <translation>토크나이저 {count}개를 비교하려 했습니다.</translation>
    </message>
    <message>
      <source>{details}</source>
      <translation>{details}</translation>
    </message>
    <message>
      <source>{fork} holds a model alone, without the state of its training.</source>
      <translation>학습 상태 없이 모델만 있습니다: {fork}.</translation>
    </message>
    <message>
      <source>{free} are free there, and a checkpoint holds the weights and two moments of each.</source>
      <translation>남은 공간: {free}. 체크포인트에는 가중치와 가중치마다 모멘트 두 개가 들어갑니다.</translation>
    </message>
    <message>
      <source>{kind} does not go with the pre-tokenizer {pre_tokenizer}.</source>
      <translation>함께 쓸 수 없는 설정입니다: {kind}, 사전 토크나이저 {pre_tokenizer}.</translation>
    </message>
    <message>
      <source>{model} cannot be fetched.</source>
      <translation>받을 수 없는 모델입니다: {model}.</translation>
    </message>
    <message>
      <source>{model} comes under its own terms: {licence}.</source>
      <translation>{model} 모델에는 따로 정한 조건이 있습니다: {licence}.</translation>
    </message>
    <message>
      <source>{model} fills in what {mask} stands for.</source>
      <translation>{model} 모델은 {mask} 표시가 있는 자리를 채웁니다.</translation>
    </message>
    <message>
      <source>{model} has a tokenizer of the kind {kind}, which the workbench does not know.</source>
      <translation>{model} 모델의 토크나이저 종류를 워크벤치가 모릅니다: {kind}.</translation>
    </message>
    <message>
      <source>{model} has a tokenizer that may never end: {reason}.</source>
      <translation>{model}의 토크나이저는 끝나지 않을 수 있어요: {reason}.</translation>
    </message>
    <message>
      <source>{model} has no chat template.</source>
      <translation>{model} 모델에는 대화 템플릿이 없습니다.</translation>
    </message>
    <message>
      <source>{model} has no soft prompt.</source>
      <translation>{model}에는 소프트 프롬프트가 없습니다.</translation>
    </message>
    <message>
      <source>{model} has no token for the beginning of a text.</source>
      <translation>{model} 모델에는 문장 시작 토큰이 없습니다.</translation>
    </message>
    <message>
      <source>{model} has no token that begins a text, or it was to be left out.</source>
      <translation>{model}: 텍스트의 시작을 나타내는 토큰이 없거나, 빼도록 설정했습니다.</translation>
    </message>
    <message>
      <source>{model} has no vectors of positions.</source>
      <translation>{model}에는 위치 벡터가 없습니다.</translation>
    </message>
    <message>
      <source>{model} holds no tokenizer.</source>
      <translation>{model} 모델에 토크나이저가 없습니다.</translation>
    </message>
    <message>
      <source>{model} is being fetched already.</source>
      <translation>이미 받고 있습니다: {model}.</translation>
    </message>
    <message>
      <source>{model} is of kind {kind}, and this needs {needed}.</source>
      <translation>{model} 모델의 종류: {kind}. 여기에 필요한 것: {needed}.</translation>
    </message>
    <message>
      <source>{model} predicts no tokens.</source>
      <translation>{model} 모델은 토큰을 예측하지 않습니다.</translation>
    </message>
    <message>
      <source>{model} splits its texts by the rule {pre}, which the workbench does not know.</source>
      <translation>{model} 모델이 텍스트를 나누는 규칙을 워크벤치가 모릅니다: {pre}.</translation>
    </message>
    <message>
      <source>{model} tells no classes.</source>
      <translation>{model}: 부류를 말하지 않는 모델입니다.</translation>
    </message>
    <message>
      <source>{name} can't be the name of a model or tokenizer.</source>
      <translation>모델이나 토크나이저의 이름이 될 수 없습니다: {name}.</translation>
    </message>
    <message>
      <source>{name} is not UTF-8 text: it stops being that at byte {position}.</source>
      <translation>{name}: UTF-8 텍스트가 아닙니다. {position}번째 바이트부터 어긋납니다.</translation>
    </message>
    <message>
      <source>{name} is {value}.</source>
      <translation>{name} 값: {value}.</translation>
    </message>
    <message>
      <source>{n} items are too many for this kind of map; at most {limit} are laid out.</source>
      <translation>항목 {n}개는 이런 지도를 그리기에 너무 많습니다. 최대 {limit}개까지 배치합니다.</translation>
    </message>
    <message>
      <source>{n} vectors would take {size}; {available} are free.</source>
      <translation>벡터 {n}개에 필요한 메모리는 {size}입니다. 남은 메모리: {available}.</translation>
    </message>
    <message>
      <source>{path} can't be read: {reason}.</source>
      <translation>{path} 파일을 읽을 수 없습니다: {reason}.</translation>
    </message>
    <message>
      <source>{path} can't be trained on: {reason}.</source>
      <translation>{path}: 학습에 쓸 수 없습니다. {reason}.</translation>
    </message>
    <message>
      <source>{path} cannot be read as a table: {reason}.</source>
      <translation>{path}: 표로 읽을 수 없습니다. {reason}.</translation>
    </message>
    <message>
      <source>{path} cannot be read as vectors: {reason}.</source>
      <translation>벡터로 읽을 수 없는 파일입니다({path}): {reason}.</translation>
    </message>
    <message>
      <source>{path} cannot be read, line {line}{text}: {reason}.</source>
      <translation>읽을 수 없는 파일: {path}, {line}번째 줄{text}: {reason}.</translation>
    </message>
    <message>
      <source>{path} cannot be read: {reason}.</source>
      <translation>읽을 수 없습니다: {path}: {reason}.</translation>
    </message>
    <message>
      <source>{path} cannot be used: {reason}.</source>
      <translation>쓸 수 없습니다: {path}: {reason}.</translation>
    </message>
    <message>
      <source>{path} cannot be written to: {reason}.</source>
      <translation>기록할 수 없습니다: {path}: {reason}.</translation>
    </message>
    <message>
      <source>{path} cannot be written: {reason}.</source>
      <translation>저장할 수 없습니다: {path}: {reason}.</translation>
    </message>
    <message>
      <source>{path} does not exist.</source>
      <translation>없습니다: {path}.</translation>
    </message>
    <message>
      <source>{path} does not say what it was made from.</source>
      <translation>{path} 파일에는 무엇으로 만들었는지 적혀 있지 않습니다.</translation>
    </message>
    <message>
      <source>{path} ends too early: it has {size_bytes} bytes, but {what} needs {needed_bytes}.</source>
      <translation>파일이 너무 일찍 끝납니다: {path}: {size_bytes}바이트. {what} 때문에 {needed_bytes}바이트가 필요합니다.</translation>
    </message>
    <message>
      <source>{path} has changed since run {run} learned of it up to step {step}: {bytes} bytes of {time}, {tokens} tokens (digest {digest}).</source>
      <translation>실행 {run}의 스텝 {step} 뒤에 데이터가 바뀌었습니다: {path}: {time}의 {bytes}바이트, 토큰 {tokens}개(지문 {digest}).</translation>
    </message>
    <message>
      <source>{path} has {n} tokens to train on; {least} are the least.</source>
      <translation>{path}에는 학습할 토큰이 {n}개뿐이며, 적어도 {least}개가 필요합니다.</translation>
    </message>
    <message>
      <source>{path} has {size} {unit}; the limit is {limit}.</source>
      <translation>{path}: {size} {unit}. 한도는 {limit}입니다.</translation>
    </message>
    <message>
      <source>{path} holds no text.</source>
      <translation>텍스트가 없는 파일입니다: {path}.</translation>
    </message>
    <message>
      <source>{path} holds several models: {files}.</source>
      <translation>모델이 여러 개 있습니다: {path}: {files}.</translation>
    </message>
    <message>
      <source>{path} holds the tensor {tensor}, which a {family} model has no place for ({n_unexpected} such in all).</source>
      <translation>{family} 모델에 자리가 없는 텐서가 있습니다: {path}의 {tensor} (모두 {n_unexpected}개).</translation>
    </message>
    <message>
      <source>{path} is GGUF of version {version}.</source>
      <translation>GGUF 버전 {version} 파일입니다: {path}.</translation>
    </message>
    <message>
      <source>{path} is a database of another program.</source>
      <translation>다른 프로그램의 데이터베이스입니다: {path}.</translation>
    </message>
    <message>
      <source>{path} is a model of the family {family!r}, which the workbench does not know.</source>
      <translation>워크벤치가 모르는 계열의 모델입니다: {path}: {family!r}.</translation>
    </message>
    <message>
      <source>{path} is a pickle and was not opened.</source>
      <translation>피클 파일이라 열지 않았습니다: {path}.</translation>
    </message>
    <message>
      <source>{path} is an n-gram: counts of what followed what, no network.</source>
      <translation>n-그램 모델입니다: {path}. 무엇 뒤에 무엇이 왔는지 센 것이고, 신경망이 아닙니다.</translation>
    </message>
    <message>
      <source>{path} is damaged: {reason}.</source>
      <translation>손상되었습니다: {path}: {reason}.</translation>
    </message>
    <message>
      <source>{path} is hollow: of its {size_bytes} bytes only {written_bytes} were ever written.</source>
      <translation>{path} 파일은 속이 비어 있어요. {size_bytes}바이트 중 {written_bytes}바이트만 실제로 쓰였어요.</translation>
    </message>
    <message>
      <source>{path} is no adapter that can be used: {reason}.</source>
      <translation>사용할 수 있는 어댑터가 아닙니다({path}). 이유: {reason}.</translation>
    </message>
    <message>
      <source>{path} is no database.</source>
      <translation>데이터베이스가 아닙니다: {path}.</translation>
    </message>
    <message>
      <source>{path} is not UTF-8: byte {position} (line {line}) is {byte}.</source>
      <translation>UTF-8이 아닙니다: {path}, {position}번째 바이트({line}번째 줄)가 {byte}입니다.</translation>
    </message>
    <message>
      <source>{path} is not a GGUF file: it begins with {found}.</source>
      <translation>GGUF 파일이 아닙니다: {path}. 시작 바이트: {found}.</translation>
    </message>
    <message>
      <source>{path} is not the known file: its sha256 is {found}.</source>
      <translation>알려진 파일이 아닙니다: {path}. sha256: {found}.</translation>
    </message>
    <message>
      <source>{path} is not what was learned of up to step {step}: {bytes} bytes of {time}, {tokens} tokens (digest {digest}).</source>
      <translation>스텝 {step}까지 배운 것과 다른 데이터입니다: {path}: {time}의 {bytes}바이트, 토큰 {tokens}개(지문 {digest}).</translation>
    </message>
    <message>
      <source>{path} is of no kind that vectors are read from.</source>
      <translation>벡터를 읽을 수 있는 종류의 파일이 아닙니다: {path}.</translation>
    </message>
    <message>
      <source>{path} is {kind}, not a model the workbench can open.</source>
      <translation>워크벤치가 열 수 있는 모델이 아닙니다: {path} ({kind}).</translation>
    </message>
    <message>
      <source>{path} lacks the tensor {tensor} ({n_missing} missing in all).</source>
      <translation>텐서가 없습니다: {path}의 {tensor} (모두 {n_missing}개 없음).</translation>
    </message>
    <message>
      <source>{path} needs {size} in {dtype}; {available} are free for it.</source>
      <translation>메모리가 모자랍니다: {path} ({dtype}). 필요한 크기: {size}, 쓸 수 있는 크기: {available}.</translation>
    </message>
    <message>
      <source>{path} scales its rotary positions by {scaling!r}.</source>
      <translation>회전 위치를 늘이는 방식: {scaling!r} ({path}).</translation>
    </message>
    <message>
      <source>{path} was saved by version {version}, which writes more than this one ({own}) can read.</source>
      <translation>{path} 파일은 버전 {version}에서 저장했으며, 이 버전({own})이 읽을 수 없는 내용이 있습니다.</translation>
    </message>
    <message>
      <source>{path} would take {size} of memory; {available} are free.</source>
      <translation>{path}: 메모리 {size} 필요, {available} 비어 있음.</translation>
    </message>
    <message>
      <source>{path}, line {line}: with {label} there are more than {limit} classes.</source>
      <translation>{path}, {line}번째 줄: {label}까지 부류가 {limit}개를 넘습니다.</translation>
    </message>
    <message>
      <source>{path}, line {line}: {reason}.</source>
      <translation>{path}, {line}번째 줄: {reason}.</translation>
    </message>
    <message>
      <source>{path}: {key} is {value}.</source>
      <translation>{path}: {key} 값이 {value}입니다.</translation>
    </message>
    <message>
      <source>{plan}.</source>
      <translation>{plan}.</translation>
    </message>
    <message>
      <source>{query} is not what can be searched for: {reason}.</source>
      <translation>이것으로는 찾을 수 없습니다: {query} ({reason}).</translation>
    </message>
    <message>
      <source>{start} is an adapter, and this training would add another to it.</source>
      <translation>어댑터 위에 어댑터를 또 더하는 학습입니다: {start}.</translation>
    </message>
    <message>
      <source>{text!r} is asked about as a whole text, and these vectors are not those of texts.</source>
      <translation>{text!r} 전체를 물었지만, 지금 벡터는 텍스트의 벡터가 아닙니다.</translation>
    </message>
    <message>
      <source>{text!r} is no token of {model}.</source>
      <translation>{model}에는 {text!r} 같은 토큰이 없습니다.</translation>
    </message>
    <message>
      <source>{token!r} (id {id}) is held against itself.</source>
      <translation>토큰 {token!r}(id {id}): 견줄 토큰이 같은 토큰입니다.</translation>
    </message>
    <message>
      <source>{what} of {n_tokens} tokens grows with the length of the text.</source>
      <translation>토큰 {n_tokens}개의 {what} 크기는 텍스트 길이에 따라 커집니다.</translation>
    </message>
    <message>
      <source>{word!r} stands in none of the {n} texts.</source>
      <translation>글 {n}개 중 어디에도 {word!r} 낱말이 없어요.</translation>
    </message>
  </context>
  <context>
    <name>patch</name>
    <message>
      <source>Both texts give the same value, so there is no scale: the map shows the change in logits.</source>
      <translation>두 글의 값이 같아서 척도가 없으므로, 지도는 로짓의 변화를 보여 줍니다.</translation>
    </message>
    <message>
      <source>Layer {layer}</source>
      <translation>레이어 {layer}</translation>
    </message>
    <message>
      <source>effect {effect} (contrast {raw})</source>
      <translation>효과 {effect} (대비 {raw})</translation>
    </message>
    <message>
      <source>estimate {effect}</source>
      <translation>추정 {effect}</translation>
    </message>
    <message>
      <source>head {column}</source>
      <translation>헤드 {column}</translation>
    </message>
    <message>
      <source>only one text has it: not patched</source>
      <translation>한 글에만 있음: 패치하지 않음</translation>
    </message>
    <message>
      <source>{what} at position {position}: clean {clean}, corrupt {corrupt}</source>
      <translation>{what}, 위치 {position}: 원래 글 {clean}, 바꾼 글 {corrupt}</translation>
    </message>
  </context>
  <context>
    <name>precision</name>
    <message>
      <source>n-gram: reads the last {n} tokens, computed in {dtype}</source>
      <translation>n-그램: 바로 앞 {n}토큰을 읽음, 계산 {dtype}</translation>
    </message>
    <message>
      <source>weights {bits}-bit {stored}, computed in {dtype} · {device}</source>
      <translation>가중치 {bits}비트 {stored}, 계산 {dtype} · {device}</translation>
    </message>
    <message>
      <source>weights {stored}, computed in {dtype} · {device}</source>
      <translation>가중치 {stored}, 계산 {dtype} · {device}</translation>
    </message>
  </context>
  <context>
    <name>progress</name>
    <message>
      <source>layers/s</source>
      <translation>레이어/초</translation>
    </message>
    <message>
      <source>tok/s</source>
      <translation>토큰/초</translation>
    </message>
    <message>
      <source>{done} of {total}</source>
      <translation>{total} 중 {done}</translation>
    </message>
    <message>
      <source>{time} left</source>
      <translation>{time} 남음</translation>
    </message>
  </context>
  <context>
    <name>scripts</name>
    <message>
      <source>Digits</source>
      <translation>숫자</translation>
    </message>
    <message>
      <source>Hangul</source>
      <translation>한글</translation>
    </message>
    <message>
      <source>Latin</source>
      <translation>로마자</translation>
    </message>
    <message>
      <source>Other</source>
      <translation>기타</translation>
    </message>
    <message>
      <source>Punctuation, code</source>
      <translation>문장 부호·코드</translation>
    </message>
    <message>
      <source>Spaces</source>
      <translation>공백</translation>
    </message>
  </context>
  <context>
    <name>trainings</name>
    <message>
      <source>answers</source>
      <translation>프롬프트의 답</translation>
    </message>
    <message>
      <source>causal</source>
      <translation>다음 토큰</translation>
    </message>
    <message>
      <source>labels</source>
      <translation>글의 부류</translation>
    </message>
    <message>
      <source>loss {loss} at step {step} of {all}</source>
      <translation>손실 {loss} ({all}단계 중 {step}단계)</translation>
    </message>
    <message>
      <source>masked</source>
      <translation>가려진 토큰</translation>
    </message>
    <message>
      <source>seq2seq</source>
      <translation>원문마다 목표 글</translation>
    </message>
    <message>
      <source>spans</source>
      <translation>빠진 구간</translation>
    </message>
    <message>
      <source>tags</source>
      <translation>낱말마다의 부류</translation>
    </message>
    <message>
      <source>{order}-gram</source>
      <translation>{order}-그램</translation>
    </message>
    <message>
      <source>{size} parameters</source>
      <translation>파라미터 {size}개</translation>
    </message>
  </context>
  <context>
    <name>units</name>
    <message>
      <source>{h}:{m:02} h</source>
      <translation>{h}시간 {m}분</translation>
    </message>
    <message>
      <source>{m}:{s:02} min</source>
      <translation>{m}분 {s}초</translation>
    </message>
    <message>
      <source>{s} s</source>
      <translation>{s}초</translation>
    </message>
  </context>
</TS>

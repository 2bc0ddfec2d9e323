"""Named and used differ by grammar: minimal pairs of one technology, used (+) and not used (-)."""

from __future__ import annotations

import time

import pytest

from metajob.text.technology.techs import find

SENTENCES = """
MongoDB
- MongoDB도 후보였지만 주문과 결제를 한 트랜잭션에 담아야 했습니다.
+ MongoDB에 문서를 통째로 담아 조회 한 번으로 상세 화면을 채웠습니다.
Kafka
- Kafka를 두기에는 하루 3만 건이 적었다.
+ Kafka를 두고 하루 300만 건을 흘렸다.
Datadog
- Datadog은 서버 한 대당 요금이 세 배였고, 우리가 보는 지표는 열 개뿐이었다.
+ Datadog에 지표 열 개를 올리고 임계값마다 알림을 걸었다.
Elasticsearch
- Elasticsearch라면 형태소 분석까지 됐겠지만 상품이 2천 개뿐이었습니다.
+ Elasticsearch라서 형태소 분석까지 되었고, 상품 2천만 개를 색인했습니다.
Kubernetes
- 쿠버네티스까지 갈 규모는 아니었습니다.
+ 쿠버네티스까지 직접 구성해 배포를 자동화했습니다.
GraphQL
- 화면이 네 개뿐이라 GraphQL은 얻는 것보다 배울 것이 많았다.
+ 화면마다 필요한 필드가 달라 GraphQL로 스키마를 다시 짰다.
Redux
- Redux는 화면 세 개에 쓰기에는 준비할 코드가 너무 많았다.
+ Redux로 화면 세 개의 상태를 한곳에 모았다.
Flutter
- 플러터였다면 두 벌을 만들지 않아도 됐겠지만 결제 SDK가 네이티브만 지원했습니다.
+ 플러터로 두 벌을 한 번에 만들고 결제 SDK만 채널로 이었습니다.
BERT
- BERT 쪽이 정확도는 2%p 앞섰지만 서버에 GPU가 없었다.
+ BERT를 도메인 문장 4만 개로 다시 학습해 정확도를 2%p 올렸다.
Tableau
- Tableau는 라이선스가 한 자리에 연 110만 원이라 열 명이 볼 수 없었다.
+ Tableau로 지점별 대시보드를 만들어 열 명이 매일 보게 했다.
Spark
- 하루치가 2GB인데 Spark는 소 잡는 칼이었습니다.
+ 하루치가 2TB라 Spark로 나눠 돌렸습니다.
RabbitMQ
- RabbitMQ를 얹자니 관리할 서버가 한 대 더 늘어나는 셈이었다.
+ RabbitMQ를 얹어 문자 발송을 주문 처리에서 떼어 냈다.
LSTM
- LSTM은 학습에만 여섯 시간이 걸려 매일 다시 돌릴 수 없었습니다.
+ LSTM은 은닉층 두 개에 윈도 28일로 학습시켰습니다.
Figma
- Figma도 괜찮았으나 발주처가 오프라인에서 열어야 했습니다.
+ Figma 변수로 색 토큰을 묶고 개발자에게 링크로 넘겼습니다.
Notion
- 노션을 쓰자는 이야기도 나왔다.
+ 노션에 회의록 양식을 만들어 팀이 함께 썼다.
Redis
- Redis 없이도 버틸 수 있는 양이었습니다.
+ Redis에 10분짜리 키를 두어 같은 요청이 몰려도 버텼습니다.
DynamoDB
- DynamoDB, however, would have cost us three times as much for the same reads.
+ We kept session data in DynamoDB with a TTL of 30 minutes.
Terraform
- Terraform looked tempting, but we had only two servers.
+ I described both environments in Terraform and reviewed every plan in pull requests.
Excel
- 엑셀로 관리되던 재고표를 웹으로 옮겼습니다.
+ 엑셀로 관리표를 만들어 재고를 날마다 맞췄습니다.
SAP
- 전산팀이 운영하는 SAP에서 내려받은 자료로 비용을 나눴다.
+ SAP에서 전표를 내려받아 비용 센터별로 나눴다.
Excel
- 총무가 엑셀 두 개를 띄워 놓고 회비를 맞추고 있었습니다.
+ 엑셀 두 개를 띄워 놓고 회비를 맞추는 수식을 짰습니다.
Oracle
- 고객사는 Oracle을 썼다.
+ 고객사 요청으로 Oracle에 이력 테이블을 따로 만들었다.
Salesforce
- The client's team used Salesforce, so we exported the contacts as CSV.
+ For the client I set up Salesforce and imported 4,000 contacts.
Figma
- 디자이너가 피그마에 올려 둔 시안을 보고 화면을 짰습니다.
+ 피그마에 시안을 올려 두고 개발자와 주마다 맞췄습니다.
Terraform
- 인프라는 플랫폼팀이 Terraform으로 관리했다.
+ 인프라는 Terraform으로 관리했다.
Tableau
- 본부에서는 Tableau로 보고 있었고, 우리 지점에는 자료가 늦게 왔다.
+ 지점에서는 Tableau로 매출을 시간대별로 나눠 보았다.
Photoshop
- 대행사가 포토샵으로 넘겨준 배너는 글자가 깨져 있었다.
+ 포토샵으로 배너 글자를 다시 앉혀 대행사에 넘겼다.
Python
- 사수가 Python으로 짜 둔 크롤러가 밤마다 멈췄다.
+ Python으로 짜 둔 크롤러가 밤마다 가격을 모은다.
Kafka
- Our data team owned Kafka; we only read the nightly files.
+ We owned three Kafka topics and kept the lag under five seconds.
더존
- 회계 법인이 더존으로 기장해 준 원장을 받아 검토만 했습니다.
+ 더존으로 기장한 원장을 월마다 부가세 신고서와 맞췄습니다.
Excel
- 영업 사원들은 각자 엑셀로 거래처를 적어 두었다.
+ 영업 사원들이 적어 둔 거래처를 엑셀 하나로 합쳤다.
Vue.js
- 프런트는 다른 분이 Vue로 맡아 주셨습니다.
+ 프런트는 제가 Vue로 맡았습니다.
Excel
- 참석자 명단은 엑셀 파일로 들어갔고, 사흘마다 다섯 사람이 서로 다른 판을 고쳤습니다.
+ 참석자 명단은 엑셀 파일 하나로 묶어 다섯 사람이 함께 고치게 했습니다.
Excel
- 지점마다 양식이 다른 엑셀이 메일로 왔다.
+ 지점마다 다른 양식을 엑셀 파워쿼리로 한 장에 모았다.
Slack
- 장애가 나면 슬랙에 글이 쏟아져 누가 보고 있는지 알 수 없었습니다.
+ 장애가 나면 슬랙 채널이 저절로 열리고 담당자가 불리게 했습니다.
Jira
- 요청이 Jira, 메일, 쪽지로 흩어져 들어와 무엇이 급한지 아무도 몰랐다.
+ 흩어진 요청을 Jira 보드 하나로 모으고 급한 정도를 세 단계로 나눴다.
MySQL
- 점심시간마다 MySQL CPU가 95%를 넘어 주문이 밀렸습니다.
+ MySQL 실행 계획을 보며 색인 네 개를 고쳐 CPU를 95%에서 40%로 내렸습니다.
PowerPoint
- 보고서를 만들 때마다 숫자를 파워포인트에 손으로 옮겨 적느라 반나절이 갔다.
+ 파워포인트 슬라이드를 스크립트가 채우게 해서 반나절을 줄였다.
Google Sheets
- 구글 시트가 2만 행을 넘으면서 여는 데만 40초가 걸렸습니다.
+ 구글 시트에 앱스 스크립트를 붙여 밤마다 2만 행을 나눠 담았습니다.
Jenkins
- 젠킨스 서버 한 대에 빌드가 몰려 점심 이후에는 40분씩 기다렸다.
+ 젠킨스 에이전트를 세 대로 나눠 기다리는 시간을 40분에서 6분으로 줄였다.
AWS
- AWS 서울 리전이 멈춘 날 주문이 두 시간 끊겼습니다.
+ AWS 서울 리전에 서버 두 대를 나눠 두었습니다.
Instagram
- 인스타그램 계정이 정지되면서 이벤트를 이틀 쉬었습니다.
+ 인스타그램 계정에 주 3회 릴스를 올려 저장 수를 네 배로 늘렸습니다.
GitHub Actions
- GitHub Actions가 40분간 장애를 겪어 배포가 밀렸다.
+ GitHub Actions로 배포를 40분에서 6분으로 줄였다.
Firebase
- Firebase 무료 한도가 오후 세 시에 끝나 알림이 나가지 않았다.
+ Firebase로 알림을 보내고 무료 한도를 넘지 않게 묶음으로 나눴다.
GA4
- GA4가 2주치 이벤트를 늦게 보여 줘 첫 보고를 미뤘습니다.
+ GA4 이벤트 열두 개를 심어 어느 단계에서 나가는지 보았습니다.
Redis
- Redis went down for twenty minutes and every login failed.
+ Redis held the sessions with a 30-minute expiry, so a restart lost nothing.
Rust
- 다음에는 Rust로 짜 보려 합니다.
+ Rust로 짜 보니 메모리가 3분의 1로 줄었습니다.
Kubernetes
- 쿠버네티스로 옮기는 일이 다음 과제로 남아 있습니다.
+ 쿠버네티스로 옮기는 일을 맡아 서비스 아홉 개를 무중단으로 옮겼습니다.
SQL
- SQL 개발자 자격증을 땄습니다.
+ SQL로 개발자용 통계를 뽑아 주마다 나눴습니다.
Docker
- 도커 책을 두 번 읽고 모임에서 한 장을 맡아 이야기했습니다.
+ 도커로 개발 환경을 묶어 새로 온 사람이 하루 만에 시작했습니다.
Python
- 교내 파이썬 교육 12주를 마쳤습니다.
+ 파이썬으로 교육 신청 12주치를 모아 출석률을 냈습니다.
Airflow
- 나중에는 Airflow에 얹을 생각이지만 지금은 손으로 돌린다.
+ 지금은 Airflow에 얹어 손대지 않고 돌린다.
Blender
- 언젠가 블렌더도 배워 장면까지 직접 만들 생각이다.
+ 블렌더로 장면 열두 개를 직접 만들어 소개 영상에 넣었다.
TensorFlow
- I have completed an online course on TensorFlow.
+ I trained the classifier in TensorFlow on 40,000 images.
교차 검증
- 교차검증 점수는 0.88이었는데 다음 달 자료에서는 0.71이었다.
+ 환자 단위로 나눈 5겹 교차검증으로 성능을 쟀다.
Lighthouse
- Lighthouse 점수는 62점에 머물렀다.
+ Lighthouse를 배포 때마다 돌려 60점 밑이면 막았다.
MATLAB
- 연구실 선배가 MATLAB으로 돌린 결과를 받아 표로 옮겼다.
+ 선배가 모은 측정값을 MATLAB으로 다시 맞춰 봤다.
Excel
- 원무과 직원이 매일 아침 엑셀에 입원 환자를 옮겨 적었다.
+ 원무과 직원이 적은 명단을 엑셀 수식으로 자동 대조하게 만들었다.
Photoshop
- 사진은 사진가가 포토샵으로 보정했다.
+ 사진은 제가 포토샵으로 보정했다.
Swift
- The iOS app was written by a contractor in Swift.
+ I wrote the iOS app in Swift.
Slack
- 슬랙이 먹통이던 날 알림이 아무에게도 가지 않았다.
+ 슬랙이 먹통이어도 문자로 알림이 가도록 두 길을 두었다.
SwiftUI
- 다음 판에서는 SwiftUI로 갈아탈 예정입니다.
+ 이번 판에서 설정 화면 여섯 개를 SwiftUI로 갈아탔습니다.
Snowflake
+ Snowflake의 웨어하우스 크기를 줄여 한 달 비용을 예산 안으로 맞췄습니다.
Recoil
+ 전역으로 나눌 값은 Recoil 아톰 여섯 개로 쪼갰다.
Sentry
+ Sentry도 붙여 배포 직후의 오류를 슬랙으로 받았다.
Prophet
+ Prophet에 매장별 휴일표를 넣어 오차를 31%에서 12%로 줄였다.
XGBoost
+ XGBoost, 랜덤 포레스트, 로지스틱 회귀를 같은 폴드로 견주어 XGBoost를 골랐습니다.
랜덤 포레스트
+ XGBoost, 랜덤 포레스트, 로지스틱 회귀를 같은 폴드로 견주어 XGBoost를 골랐습니다.
Zustand
+ Recoil과 Zustand를 하루씩 써 보고 번들이 작은 쪽을 택했다.
PostgreSQL
+ MySQL과 PostgreSQL로 같은 질의를 돌려 보고 위치 색인이 빠른 PostgreSQL로 정했습니다.
KoBERT
+ KoBERT와 TF-IDF를 같은 문장 3천 개로 비교한 뒤 응답이 빠른 TF-IDF로 갔다.
EC2
+ 서버리스(Lambda) 말고 EC2 한 대에 크론을 걸었다.
SVN
- SVN을 쓰던 저장소를 Git으로 넘겼습니다.
Angular
- AngularJS로 되어 있던 관리자 페이지를 Svelte로 새로 썼다.
After Effects
- 동료가 After Effects로 만든 영상을 받아 채널에 올렸습니다.
Unity
- 같은 조 친구가 Unity로 만든 장면에 저는 소리만 붙였습니다.
Notion
- 상대 팀이 노션을 쓰고 있어 저희 글을 거기에 맞춰 보냈습니다.
Excel
- Every Friday three people merged Excel files by hand until midnight.
Zoom
- 줌 회의가 중간에 끊기는 바람에 면접 두 건을 다시 잡았습니다.
Cloudflare
- Cloudflare에 장애가 나서 우리 화면도 함께 멈췄다.
"""

REPLACED = """
WebSocket > SSE: 웹소켓은 회사 방화벽이 막았고, 그래서 SSE로 내려보냈다.
WebSocket > SSE: WebSocket 대신 SSE로 알림을 내려보냈습니다.
Excel > Python: 엑셀 대신 파이썬으로 정산표를 맞췄다.
Zeplin > Figma: Zeplin이 아니라 Figma 개발 모드로 넘겼다.
Perl > Go: Perl로 짜인 옛 스크립트를 걷어내고 같은 일을 Go로 다시 짰습니다.
PHP > Kotlin: PHP 5로 돌던 것을 Kotlin으로 옮겼다.
jQuery > React: jQuery로 만들어진 주문 화면 열두 개를 React로 하나씩 바꿨다.
Jenkins > GitHub Actions: Jenkins에서 돌던 배포를 GitHub Actions로 옮기면서 12분을 줄였습니다.
Oracle > PostgreSQL: Oracle에 있던 회원 정보를 PostgreSQL로 이관했습니다.
Webpack > Vite: Webpack→Vite 전환으로 개발 서버가 2초 만에 떴다.
Java > Kotlin: Java 8에서 Kotlin으로 서비스 열네 개를 차례로 갈아탔다.
Zeplin > Figma: Zeplin에서 하던 전달을 Figma로 합쳤습니다.
MySQL > Elasticsearch: 단일 MySQL이 감당하지 못하던 검색을 Elasticsearch로 떼어 냈다.
JSP > Vue.js: 전임자가 남긴 JSP 화면 40개를 Vue로 다시 그렸다.
Hadoop > BigQuery: 사내 Hadoop에 쌓이던 로그를 BigQuery로 돌렸습니다.
Redux > React Hook Form: Moved form state out of Redux and into React Hook Form.
COBOL > Python: COBOL 프로그램이 만들어 내던 마감 파일을 파이썬으로 읽어 들였다.
Cypress > Playwright: Cypress는 탭 두 개를 동시에 열 수 없어 Playwright로 갔다.
Struts > Spring Boot: Struts 1로 짜여 있던 민원 화면을 Spring Boot로 갈아 끼웠다.
Objective-C > Swift: Objective-C 코드 3만 줄을 Swift로 바꿨습니다.
"""


def cases(sign: str) -> list[tuple[str, str]]:
    """Name and sentence of the lines that begin with `sign`."""
    found, name = [], ""
    for line in SENTENCES.strip().splitlines():
        if line[:2] not in ("- ", "+ "):
            name = line
        elif line[0] == sign:
            found.append((name, line[2:]))
    return found


def use(text: str, name: str) -> set[str]:
    """How `name` is meant in `text`, as often as it is found."""
    return {hit.use for hit in find(text) if hit.name == name}


@pytest.mark.parametrize(("name", "text"), cases("-"))
def test_not_taken_replaced_foreign_broken_or_wished_for_is_not_used(name: str, text: str) -> None:
    assert use(text, name) == {"mentioned"}


@pytest.mark.parametrize(("name", "text"), cases("+"))
def test_the_same_names_are_used_where_the_applicant_does_something_with_them(name: str, text: str) -> None:
    assert use(text, name) & {"used", "listed"}


@pytest.mark.parametrize("line", REPLACED.strip().splitlines())
def test_the_old_one_is_mentioned_and_the_new_one_used(line: str) -> None:
    names, text = line.split(": ", 1)
    old, new = names.split(" > ")
    assert use(text, old) == {"mentioned"}
    assert use(text, new) == {"used"}


def test_one_long_line_of_names_takes_no_more_than_a_second() -> None:
    start = time.process_time()
    find("Redis를 두고 " * 400)
    assert time.process_time() - start < 1.0
